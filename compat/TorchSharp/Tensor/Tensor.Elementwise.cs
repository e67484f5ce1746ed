using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // Functions of each element.
    public partial class Tensor
    {
        public Tensor abs() => Aten.One("abs", this);

        public Tensor abs_() => Aten.InPlace("abs_", this);

        public Tensor cos() => Aten.One("cos", this);

        public Tensor exp() => Aten.One("exp", this);

        public Tensor exp_() => Aten.InPlace("exp_", this);

        public Tensor floor() => Aten.One("floor", this);

        public Tensor lgamma() => Aten.One("lgamma", this);

        public Tensor log() => Aten.One("log", this);

        public Tensor log1p() => Aten.One("log1p", this);

        public Tensor neg() => Aten.One("neg", this);

        public Tensor reciprocal() => Aten.One("reciprocal", this);

        public Tensor sigmoid() => Aten.One("sigmoid", this);

        public Tensor sigmoid_() => Aten.InPlace("sigmoid_", this);

        public Tensor sign_() => Aten.InPlace("sign_", this);

        public Tensor sqrt() => Aten.One("sqrt", this);

        public Tensor square() => Aten.One("square", this);

        public Tensor tan() => Aten.One("tan", this);

        public Tensor tanh() => Aten.One("tanh", this);

        public Tensor tanh_() => Aten.InPlace("tanh_", this);

        public Tensor isnan() => Aten.One("isnan", this);

        public Tensor logical_not() => Aten.One("logical_not", this);

        public Tensor bitwise_not() => Aten.One("bitwise_not", this);

        public Tensor pow(Scalar exponent) => Aten.One("pow.Tensor_Scalar", this, exponent);

        public Tensor clamp(Scalar min = null, Scalar max = null) => Aten.One("clamp", this, min, max);

        public Tensor clamp_(Scalar min = null, Scalar max = null) => Aten.InPlace("clamp_", this, min, max);

        public Tensor clamp_max(Scalar max) => Aten.One("clamp_max", this, max);

        public Tensor clamp_min(Scalar min) => Aten.One("clamp_min", this, min);

        public Tensor nan_to_num(double nan = 0, double? posinf = null, double? neginf = null) =>
            Aten.One("nan_to_num", this, nan, Arg.Optional(posinf), Arg.Optional(neginf));

        public Tensor sin() => Aten.One("sin", this);

        public Tensor round(long decimals = 0) => Aten.One("round.decimals", this, decimals);
    }
}
