using System;
using System.Collections.Generic;
using System.Linq;
using TorchSharp.Interop;
using TorchSharp.Modules;

namespace TorchSharp
{
    // Functions of each element.
    public static partial class torch
    {
        public static Tensor abs(Tensor input) => input.abs();

        public static Tensor abs_(Tensor input) => input.abs_();

        public static Tensor absolute(Tensor input) => input.absolute();

        public static Tensor absolute_(Tensor input) => input.absolute_();

        public static Tensor acos(Tensor input) => input.acos();

        public static Tensor acos_(Tensor input) => input.acos_();

        public static Tensor acosh(Tensor input) => input.acosh();

        public static Tensor acosh_(Tensor input) => input.acosh_();

        public static Tensor asin(Tensor input) => input.asin();

        public static Tensor asin_(Tensor input) => input.asin_();

        public static Tensor asinh(Tensor input) => input.asinh();

        public static Tensor asinh_(Tensor input) => input.asinh_();

        public static Tensor atan(Tensor input) => input.atan();

        public static Tensor atan_(Tensor input) => input.atan_();

        public static Tensor atanh(Tensor input) => input.atanh();

        public static Tensor atanh_(Tensor input) => input.atanh_();

        public static Tensor bitwise_not(Tensor input) => input.bitwise_not();

        public static Tensor bitwise_not_(Tensor input) => input.bitwise_not_();

        public static Tensor ceil(Tensor input) => input.ceil();

        public static Tensor ceil_(Tensor input) => input.ceil_();

        public static Tensor clamp(Tensor input, Scalar min = null, Scalar max = null) => input.clamp(min, max);

        public static Tensor clamp(Tensor input, Tensor min = null, Tensor max = null) => input.clamp(min, max);

        public static Tensor clamp_(Tensor input, Scalar min = null, Scalar max = null) => input.clamp_(min, max);

        public static Tensor clamp_(Tensor input, Tensor min = null, Tensor max = null) => input.clamp_(min, max);

        public static Tensor clamp_max(Tensor input, Scalar max) => input.clamp_max(max);

        public static Tensor clamp_max_(Tensor input, Scalar max) => input.clamp_max_(max);

        public static Tensor clamp_min(Tensor input, Scalar min) => input.clamp_min(min);

        public static Tensor clamp_min_(Tensor input, Scalar min) => input.clamp_min_(min);

        public static Tensor clip(Tensor input, Scalar min = null, Scalar max = null) => input.clip(min, max);

        public static Tensor cos(Tensor input) => input.cos();

        public static Tensor cos_(Tensor input) => input.cos_();

        public static Tensor cosh(Tensor input) => input.cosh();

        public static Tensor cosh_(Tensor input) => input.cosh_();

        public static Tensor deg2rad(Tensor input) => input.deg2rad();

        public static Tensor deg2rad_(Tensor input) => input.deg2rad_();

        public static Tensor digamma(Tensor input) => input.digamma();

        public static Tensor digamma_(Tensor input) => input.digamma_();

        public static Tensor erf(Tensor input) => input.erf();

        public static Tensor erf_(Tensor input) => input.erf_();

        public static Tensor erfc(Tensor input) => input.erfc();

        public static Tensor erfc_(Tensor input) => input.erfc_();

        public static Tensor erfinv(Tensor input) => input.erfinv();

        public static Tensor erfinv_(Tensor input) => input.erfinv_();

        public static Tensor exp(Tensor input) => input.exp();

        public static Tensor exp2(Tensor input) => input.exp2();

        public static Tensor exp2_(Tensor input) => input.exp2_();

        public static Tensor exp_(Tensor input) => input.exp_();

        public static Tensor expm1(Tensor input) => input.expm1();

        public static Tensor expm1_(Tensor input) => input.expm1_();

        public static Tensor fix(Tensor input) => input.fix();

        public static Tensor fix_(Tensor input) => input.fix_();

        public static Tensor floor(Tensor input) => input.floor();

        public static Tensor floor_(Tensor input) => input.floor_();

        public static Tensor frac(Tensor input) => input.frac();

        public static Tensor frac_(Tensor input) => input.frac_();

        public static Tensor isfinite(Tensor tensor) => tensor.isfinite();

        public static Tensor isinf(Tensor tensor) => tensor.isinf();

        public static Tensor isnan(Tensor input) => input.isnan();

        public static Tensor isneginf(Tensor tensor) => tensor.isneginf();

        public static Tensor isposinf(Tensor tensor) => tensor.isposinf();

        public static Tensor isreal(Tensor tensor) => tensor.isreal();

        public static Tensor lgamma(Tensor input) => input.lgamma();

        public static Tensor lgamma_(Tensor input) => input.lgamma_();

        public static Tensor log(Tensor input) => input.log();

        public static Tensor log10(Tensor input) => input.log10();

        public static Tensor log10_(Tensor input) => input.log10_();

        public static Tensor log1p(Tensor input) => input.log1p();

        public static Tensor log1p_(Tensor input) => input.log1p_();

        public static Tensor log2(Tensor input) => input.log2();

        public static Tensor log2_(Tensor input) => input.log2_();

        public static Tensor log_(Tensor input) => input.log_();

        public static Tensor logical_not(Tensor input) => input.logical_not();

        public static Tensor nan_to_num(Tensor input, double nan = 0, double? posinf = null, double? neginf = null) =>
            input.nan_to_num(nan, posinf, neginf);

        public static Tensor nan_to_num_(Tensor input, double nan = 0, double? posinf = null, double? neginf = null) =>
            input.nan_to_num_(nan, posinf, neginf);

        public static Tensor neg(Tensor input) => input.neg();

        public static Tensor neg_(Tensor input) => input.neg_();

        public static Tensor negative(Tensor input) => input.negative();

        public static Tensor positive(Tensor input) => input.positive();

        public static Tensor pow(Tensor left, Scalar exponent) => left.pow(exponent);

        public static Tensor pow(Tensor left, Tensor exponent) => left.pow(exponent);

        public static Tensor pow_(Tensor left, Scalar exponent) => left.pow_(exponent);

        public static Tensor pow_(Tensor left, Tensor exponent) => left.pow_(exponent);

        public static Tensor rad2deg(Tensor input) => input.rad2deg();

        public static Tensor rad2deg_(Tensor input) => input.rad2deg_();

        public static Tensor reciprocal(Tensor input) => input.reciprocal();

        public static Tensor reciprocal_(Tensor input) => input.reciprocal_();

        public static Tensor round(Tensor input, long decimals = 0) => input.round(decimals);

        public static Tensor round_(Tensor input, long decimals = 0) => input.round_(decimals);

        public static Tensor rsqrt(Tensor input) => input.rsqrt();

        public static Tensor rsqrt_(Tensor input) => input.rsqrt_();

        public static Tensor sgn(Tensor input) => input.sgn();

        public static Tensor sgn_(Tensor input) => input.sgn_();

        public static Tensor sigmoid(Tensor input) => input.sigmoid();

        public static Tensor sigmoid_(Tensor input) => input.sigmoid_();

        public static Tensor sign(Tensor input) => input.sign();

        public static Tensor sign_(Tensor input) => input.sign_();

        public static Tensor signbit(Tensor input) => input.signbit();

        public static Tensor sin(Tensor input) => input.sin();

        public static Tensor sin_(Tensor input) => input.sin_();

        public static Tensor sinc(Tensor input) => input.sinc();

        public static Tensor sinc_(Tensor input) => input.sinc_();

        public static Tensor sinh(Tensor input) => input.sinh();

        public static Tensor sinh_(Tensor input) => input.sinh_();

        public static Tensor sqrt(Tensor input) => input.sqrt();

        public static Tensor sqrt_(Tensor input) => input.sqrt_();

        public static Tensor square(Tensor input) => input.square();

        public static Tensor tan(Tensor input) => input.tan();

        public static Tensor tan_(Tensor input) => input.tan_();

        public static Tensor tanh(Tensor input) => input.tanh();

        public static Tensor tanh_(Tensor input) => input.tanh_();

        public static Tensor trunc(Tensor input) => input.trunc();

        public static Tensor trunc_(Tensor input) => input.trunc_();
    }
}
