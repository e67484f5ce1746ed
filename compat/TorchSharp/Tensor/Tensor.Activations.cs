using TorchSharp.Interop;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    // Activations.
    public partial class Tensor
    {
        public Tensor relu() => Aten.One("relu", this);

        public Tensor relu_() => Aten.InPlace("relu_", this);

        public Tensor relu6() => Aten.One("relu6", this);

        public Tensor relu6_() => Aten.InPlace("relu6_", this);

        public Tensor selu() => Aten.One("selu", this);

        public Tensor selu_() => Aten.InPlace("selu_", this);

        public Tensor silu() => Aten.One("silu", this);

        public Tensor silu_() => Aten.InPlace("silu_", this);

        public Tensor hardsigmoid() => Aten.One("hardsigmoid", this);

        public Tensor hardsigmoid_() => Aten.InPlace("hardsigmoid_", this);

        public Tensor hardswish() => Aten.One("hardswish", this);

        public Tensor hardswish_() => Aten.InPlace("hardswish_", this);

        public Tensor log_sigmoid() => Aten.One("log_sigmoid", this);

        public Tensor gelu(GELU.Approximate approximate) => Aten.One("gelu", this, approximate.ToString());

        public Tensor leaky_relu(Scalar negative_slope) => Aten.One("leaky_relu", this, negative_slope);

        public Tensor elu(double alpha = 1) => Aten.One("elu", this, alpha);

        public Tensor elu(Scalar alpha, Scalar scale, Scalar input_scale) =>
            Aten.One("elu", this, alpha, scale, input_scale);

        public Tensor celu(Scalar alpha) => Aten.One("celu", this, alpha);

        // TorchSharp 0.107 computes the result, loses it, and returns its input.
        public Tensor hardtanh(Scalar min, Scalar max)
        {
            Aten.One("hardtanh", this, min, max).Dispose();
            return this;
        }

        public Tensor threshold(Scalar threshold, Scalar value) => Aten.One("threshold", this, threshold, value);

        public Tensor gelu_(GELU.Approximate approximate) => Aten.InPlace("gelu_", this, approximate.ToString());

        public Tensor leaky_relu_(Scalar negative_slope) => Aten.InPlace("leaky_relu_", this, negative_slope);

        public Tensor elu_(double alpha = 1) => Aten.InPlace("elu_", this, alpha);

        public Tensor celu_(Scalar alpha) => Aten.InPlace("celu_", this, alpha);

        public Tensor hardtanh_(Scalar min, Scalar max) => Aten.InPlace("hardtanh_", this, min, max);

        public Tensor threshold_(Scalar threshold, Scalar value) => Aten.InPlace("threshold_", this, threshold, value);

        public Tensor softplus(double beta = 1, double threshold = 20) => Aten.One("softplus", this, beta, threshold);

        public Tensor prelu(Tensor target) => Aten.One("prelu", this, target);

        public Tensor softmax(long dim, ScalarType? dtype = null) => Aten.One("softmax.int", this, dim, dtype);

        public Tensor log_softmax(long dim, ScalarType? dtype = null) => Aten.One("log_softmax.int", this, dim, dtype);

        public Tensor rrelu(double lower = 1.0 / 8, double upper = 1.0 / 3) => Aten.One("rrelu", this, lower, upper);

        public Tensor rrelu_(double lower = 1.0 / 8, double upper = 1.0 / 3) =>
            Aten.InPlace("rrelu_", this, lower, upper);

        public Tensor glu(long dim = -1) => Aten.One("glu", this, dim);
    }
}
