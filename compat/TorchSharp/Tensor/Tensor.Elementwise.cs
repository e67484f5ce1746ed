using System;
using System.Collections.Generic;
using System.Linq;
using TorchSharp.Interop;
using TorchSharp.Modules;

namespace TorchSharp
{
    public static partial class torch
    {
        // Functions of each element.
        public partial class Tensor
        {
            public Tensor abs() => Aten.One("abs", this);

            public Tensor abs_() => Aten.InPlace("abs_", this);

            public Tensor absolute() => Aten.One("absolute", this);

            public Tensor absolute_() => Aten.InPlace("absolute_", this);

            public Tensor acos() => Aten.One("acos", this);

            public Tensor acos_() => Aten.InPlace("acos_", this);

            public Tensor acosh() => Aten.One("acosh", this);

            public Tensor acosh_() => Aten.InPlace("acosh_", this);

            public Tensor asin() => Aten.One("asin", this);

            public Tensor asin_() => Aten.InPlace("asin_", this);

            public Tensor asinh() => Aten.One("asinh", this);

            public Tensor asinh_() => Aten.InPlace("asinh_", this);

            public Tensor atan() => Aten.One("atan", this);

            public Tensor atan_() => Aten.InPlace("atan_", this);

            public Tensor atanh() => Aten.One("atanh", this);

            public Tensor atanh_() => Aten.InPlace("atanh_", this);

            public Tensor ceil() => Aten.One("ceil", this);

            public Tensor ceil_() => Aten.InPlace("ceil_", this);

            public Tensor cos() => Aten.One("cos", this);

            public Tensor cos_() => Aten.InPlace("cos_", this);

            public Tensor cosh() => Aten.One("cosh", this);

            public Tensor cosh_() => Aten.InPlace("cosh_", this);

            public Tensor deg2rad() => Aten.One("deg2rad", this);

            public Tensor deg2rad_() => Aten.InPlace("deg2rad_", this);

            public Tensor digamma() => Aten.One("digamma", this);

            public Tensor digamma_() => Aten.InPlace("digamma_", this);

            public Tensor erf() => Aten.One("erf", this);

            public Tensor erf_() => Aten.InPlace("erf_", this);

            public Tensor erfc() => Aten.One("erfc", this);

            public Tensor erfc_() => Aten.InPlace("erfc_", this);

            public Tensor erfinv() => Aten.One("erfinv", this);

            public Tensor erfinv_() => Aten.InPlace("erfinv_", this);

            public Tensor exp() => Aten.One("exp", this);

            public Tensor exp_() => Aten.InPlace("exp_", this);

            public Tensor exp2() => Aten.One("exp2", this);

            public Tensor exp2_() => Aten.InPlace("exp2_", this);

            public Tensor expm1() => Aten.One("expm1", this);

            public Tensor expm1_() => Aten.InPlace("expm1_", this);

            public Tensor fix() => Aten.One("fix", this);

            public Tensor fix_() => Aten.InPlace("fix_", this);

            public Tensor floor() => Aten.One("floor", this);

            public Tensor floor_() => Aten.InPlace("floor_", this);

            public Tensor frac() => Aten.One("frac", this);

            public Tensor frac_() => Aten.InPlace("frac_", this);

            public Tensor lgamma() => Aten.One("lgamma", this);

            public Tensor lgamma_() => Aten.InPlace("lgamma_", this);

            public Tensor log() => Aten.One("log", this);

            public Tensor log_() => Aten.InPlace("log_", this);

            public Tensor log10() => Aten.One("log10", this);

            public Tensor log10_() => Aten.InPlace("log10_", this);

            public Tensor log1p() => Aten.One("log1p", this);

            public Tensor log1p_() => Aten.InPlace("log1p_", this);

            public Tensor log2() => Aten.One("log2", this);

            public Tensor log2_() => Aten.InPlace("log2_", this);

            public Tensor neg() => Aten.One("neg", this);

            public Tensor neg_() => Aten.InPlace("neg_", this);

            public Tensor negative() => Aten.One("negative", this);

            public Tensor rad2deg() => Aten.One("rad2deg", this);

            public Tensor rad2deg_() => Aten.InPlace("rad2deg_", this);

            public Tensor reciprocal() => Aten.One("reciprocal", this);

            public Tensor reciprocal_() => Aten.InPlace("reciprocal_", this);

            public Tensor rsqrt() => Aten.One("rsqrt", this);

            public Tensor rsqrt_() => Aten.InPlace("rsqrt_", this);

            public Tensor sgn() => Aten.One("sgn", this);

            public Tensor sgn_() => Aten.InPlace("sgn_", this);

            public Tensor sigmoid() => Aten.One("sigmoid", this);

            public Tensor sigmoid_() => Aten.InPlace("sigmoid_", this);

            public Tensor sign() => Aten.One("sign", this);

            public Tensor sign_() => Aten.InPlace("sign_", this);

            public Tensor sin() => Aten.One("sin", this);

            public Tensor sin_() => Aten.InPlace("sin_", this);

            public Tensor sinc() => Aten.One("sinc", this);

            public Tensor sinc_() => Aten.InPlace("sinc_", this);

            public Tensor sinh() => Aten.One("sinh", this);

            public Tensor sinh_() => Aten.InPlace("sinh_", this);

            public Tensor sqrt() => Aten.One("sqrt", this);

            public Tensor sqrt_() => Aten.InPlace("sqrt_", this);

            public Tensor square() => Aten.One("square", this);

            public Tensor tan() => Aten.One("tan", this);

            public Tensor tan_() => Aten.InPlace("tan_", this);

            public Tensor tanh() => Aten.One("tanh", this);

            public Tensor tanh_() => Aten.InPlace("tanh_", this);

            public Tensor trunc() => Aten.One("trunc", this);

            public Tensor trunc_() => Aten.InPlace("trunc_", this);

            public Tensor positive() => Aten.One("positive", this);

            public Tensor isnan() => Aten.One("isnan", this);

            public Tensor isinf() => Aten.One("isinf", this);

            public Tensor isfinite() => Aten.One("isfinite", this);

            public Tensor isposinf() => Aten.One("isposinf", this);

            public Tensor isneginf() => Aten.One("isneginf", this);

            public Tensor isreal() => Aten.One("isreal", this);

            public Tensor signbit() => Aten.One("signbit", this);

            public Tensor logical_not() => Aten.One("logical_not", this);

            public Tensor logical_not_() => Aten.InPlace("logical_not_", this);

            public Tensor bitwise_not() => Aten.One("bitwise_not", this);

            public Tensor bitwise_not_() => Aten.InPlace("bitwise_not_", this);

            public Tensor round(long decimals = 0) => Aten.One("round.decimals", this, decimals);

            public Tensor pow(Scalar exponent) => Aten.One("pow.Tensor_Scalar", this, exponent);

            public Tensor pow(Tensor exponent) => Aten.One("pow.Tensor_Tensor", this, exponent);

            public Tensor clamp(Scalar min = null, Scalar max = null) => Aten.One("clamp", this, min, max);

            public Tensor clamp(Tensor min = null, Tensor max = null) => Aten.One("clamp.Tensor", this, min, max);

            public Tensor clamp_max(Scalar max) => Aten.One("clamp_max", this, max);

            public Tensor clamp_min(Scalar min) => Aten.One("clamp_min", this, min);

            public Tensor nan_to_num(double nan = 0, double? posinf = null, double? neginf = null) =>
                Aten.One("nan_to_num", this, nan, Arg.Optional(posinf), Arg.Optional(neginf));

            public Tensor round_(long decimals = 0) => Aten.InPlace("round_.decimals", this, decimals);

            public Tensor pow_(Scalar exponent) => Aten.InPlace("pow_.Scalar", this, exponent);

            public Tensor pow_(Tensor exponent) => Aten.InPlace("pow_.Tensor", this, exponent);

            public Tensor clamp_(Scalar min = null, Scalar max = null) => Aten.InPlace("clamp_", this, min, max);

            public Tensor clamp_(Tensor min = null, Tensor max = null) => Aten.InPlace("clamp_.Tensor", this, min, max);

            public Tensor clamp_max_(Scalar max) => Aten.InPlace("clamp_max_", this, max);

            public Tensor clamp_min_(Scalar min) => Aten.InPlace("clamp_min_", this, min);

            public Tensor nan_to_num_(double nan = 0, double? posinf = null, double? neginf = null) =>
                Aten.InPlace("nan_to_num_", this, nan, Arg.Optional(posinf), Arg.Optional(neginf));

            public Tensor clip(Scalar min = null, Scalar max = null) => Aten.One("clip", this, min, max);
        }
    }
}
