;; Complex FFTs in double precision, one complex number a vector: Stockham's order with passes of radix 4 and, for odd
;; powers of two, a last one of radix 2. Every pass reads one half of the work memory and writes the other.
(module
  (memory (export "memory") 1)

  ;; One pass of radix 4 over s interleaved transforms of n numbers, from x to y.
  ;; w: exp(-2 pi i p / (n s)) for p = 0, s, 2 s ...; only every s-th is read.
  (func $pass4 (param $x i32) (param $y i32) (param $n i32) (param $s i32) (param $w i32)
    (local $quarter i32) (local $step i32) (local $p i32) (local $end i32)
    (local $y1 i32) (local $y2 i32) (local $y3 i32)
    (local $w1r v128) (local $w1i v128) (local $w2r v128) (local $w2i v128) (local $w3r v128) (local $w3i v128)
    (local $w1 v128) (local $w2 v128) (local $w3 v128)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (local $sum v128) (local $difference v128) (local $sum2 v128) (local $turned v128)
    (local $sign v128)
    (local.set $sign (v128.const f64x2 -1 1))
    (local.set $step (i32.shl (local.get $s) (i32.const 4)))
    ;; Bytes between the four inputs of a butterfly.
    (local.set $quarter (i32.shl (i32.mul (i32.shr_u (local.get $n) (i32.const 2)) (local.get $s)) (i32.const 4)))
    (local.set $p (i32.shr_u (local.get $n) (i32.const 2)))
    (loop $butterflies
      (local.set $w1 (v128.load (local.get $w)))
      (local.set $w1r (i8x16.shuffle 0 1 2 3 4 5 6 7 0 1 2 3 4 5 6 7 (local.get $w1) (local.get $w1)))
      (local.set $w1i (f64x2.mul (local.get $sign)
        (i8x16.shuffle 8 9 10 11 12 13 14 15 8 9 10 11 12 13 14 15 (local.get $w1) (local.get $w1))))
      (local.set $w2 (f64x2.add (f64x2.mul (local.get $w1) (local.get $w1r)) (f64x2.mul
        (i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7 (local.get $w1) (local.get $w1)) (local.get $w1i))))
      (local.set $w3 (f64x2.add (f64x2.mul (local.get $w2) (local.get $w1r)) (f64x2.mul
        (i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7 (local.get $w2) (local.get $w2)) (local.get $w1i))))
      (local.set $w2r (i8x16.shuffle 0 1 2 3 4 5 6 7 0 1 2 3 4 5 6 7 (local.get $w2) (local.get $w2)))
      (local.set $w2i (f64x2.mul (local.get $sign)
        (i8x16.shuffle 8 9 10 11 12 13 14 15 8 9 10 11 12 13 14 15 (local.get $w2) (local.get $w2))))
      (local.set $w3r (i8x16.shuffle 0 1 2 3 4 5 6 7 0 1 2 3 4 5 6 7 (local.get $w3) (local.get $w3)))
      (local.set $w3i (f64x2.mul (local.get $sign)
        (i8x16.shuffle 8 9 10 11 12 13 14 15 8 9 10 11 12 13 14 15 (local.get $w3) (local.get $w3))))
      (local.set $y1 (i32.add (local.get $y) (local.get $step)))
      (local.set $y2 (i32.add (local.get $y1) (local.get $step)))
      (local.set $y3 (i32.add (local.get $y2) (local.get $step)))
      (local.set $end (i32.add (local.get $x) (local.get $step)))
      (loop $interleaved
        (local.set $a (v128.load (local.get $x)))
        (local.set $b (v128.load (i32.add (local.get $x) (local.get $quarter))))
        (local.set $c (v128.load (i32.add (local.get $x) (i32.shl (local.get $quarter) (i32.const 1)))))
        (local.set $d (v128.load (i32.add (local.get $x) (i32.mul (local.get $quarter) (i32.const 3)))))
        (local.set $sum (f64x2.add (local.get $a) (local.get $c)))
        (local.set $difference (f64x2.sub (local.get $a) (local.get $c)))
        (local.set $sum2 (f64x2.add (local.get $b) (local.get $d)))
        ;; i (b - d)
        (local.set $turned (f64x2.sub (local.get $b) (local.get $d)))
        (local.set $turned (f64x2.mul (local.get $sign)
          (i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7 (local.get $turned) (local.get $turned))))
        (v128.store (local.get $y) (f64x2.add (local.get $sum) (local.get $sum2)))
        (local.set $b (f64x2.sub (local.get $difference) (local.get $turned)))
        (local.set $c (f64x2.sub (local.get $sum) (local.get $sum2)))
        (local.set $d (f64x2.add (local.get $difference) (local.get $turned)))
        (v128.store (local.get $y1) (f64x2.add (f64x2.mul (local.get $b) (local.get $w1r)) (f64x2.mul
          (i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7 (local.get $b) (local.get $b)) (local.get $w1i))))
        (v128.store (local.get $y2) (f64x2.add (f64x2.mul (local.get $c) (local.get $w2r)) (f64x2.mul
          (i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7 (local.get $c) (local.get $c)) (local.get $w2i))))
        (v128.store (local.get $y3) (f64x2.add (f64x2.mul (local.get $d) (local.get $w3r)) (f64x2.mul
          (i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7 (local.get $d) (local.get $d)) (local.get $w3i))))
        (local.set $y (i32.add (local.get $y) (i32.const 16)))
        (local.set $y1 (i32.add (local.get $y1) (i32.const 16)))
        (local.set $y2 (i32.add (local.get $y2) (i32.const 16)))
        (local.set $y3 (i32.add (local.get $y3) (i32.const 16)))
        (local.set $x (i32.add (local.get $x) (i32.const 16)))
        (br_if $interleaved (i32.lt_u (local.get $x) (local.get $end))))
      ;; y stands at the end of its first quarter: the other three have been written.
      (local.set $y (local.get $y3))
      (local.set $w (i32.add (local.get $w) (local.get $step)))
      (local.set $p (i32.sub (local.get $p) (i32.const 1)))
      (br_if $butterflies (local.get $p))))

  ;; s transforms of two numbers.
  (func $pass2 (param $x i32) (param $y i32) (param $s i32)
    (local $step i32) (local $end i32) (local $a v128) (local $b v128)
    (local.set $step (i32.shl (local.get $s) (i32.const 4)))
    (local.set $end (i32.add (local.get $x) (local.get $step)))
    (loop $all
      (local.set $a (v128.load (local.get $x)))
      (local.set $b (v128.load (i32.add (local.get $x) (local.get $step))))
      (v128.store (local.get $y) (f64x2.add (local.get $a) (local.get $b)))
      (v128.store (i32.add (local.get $y) (local.get $step)) (f64x2.sub (local.get $a) (local.get $b)))
      (local.set $x (i32.add (local.get $x) (i32.const 16)))
      (local.set $y (i32.add (local.get $y) (i32.const 16)))
      (br_if $all (i32.lt_u (local.get $x) (local.get $end)))))

  ;; Transforms n numbers at x, with as much memory at y and exp(-2 pi i p / n), p < n / 4, at w; says where the result is.
  (func (export "transform") (param $x i32) (param $y i32) (param $n i32) (param $w i32) (result i32)
    (local $s i32) (local $other i32)
    (local.set $s (i32.const 1))
    (block $done
      (loop $passes
        (br_if $done (i32.lt_u (local.get $n) (i32.const 4)))
        (call $pass4 (local.get $x) (local.get $y) (local.get $n) (local.get $s) (local.get $w))
        (local.set $n (i32.shr_u (local.get $n) (i32.const 2)))
        (local.set $s (i32.shl (local.get $s) (i32.const 2)))
        (local.set $other (local.get $x))
        (local.set $x (local.get $y))
        (local.set $y (local.get $other))
        (br $passes)))
    (if (i32.eq (local.get $n) (i32.const 2))
      (then
        (call $pass2 (local.get $x) (local.get $y) (local.get $s))
        (return (local.get $y))))
    (local.get $x)))
