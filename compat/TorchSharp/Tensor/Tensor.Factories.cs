using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // New tensors of another one's shape and type.
    public partial class Tensor
    {
        public Tensor zeros_like(ScalarType? dtype = null, Device device = null, bool requires_grad = false) =>
            Like("zeros_like", dtype, device, requires_grad);

        public Tensor ones_like(ScalarType? dtype = null, Device device = null, bool requires_grad = false) =>
            Like("ones_like", dtype, device, requires_grad);

        public Tensor full_like(
            Scalar value,
            ScalarType? dtype = null,
            Device device = null,
            bool requires_grad = false
        )
        {
            var options = new Options(dtype ?? this.dtype, device ?? this.device, requires_grad, null);
            return options.Finish(Aten.One("full_like", this, value, options.Type, Arg.None, options.Device));
        }

        private Tensor Like(string op, ScalarType? dtype, Device device, bool requiresGrad)
        {
            var options = new Options(dtype ?? this.dtype, device ?? this.device, requiresGrad, null);
            return options.Finish(Aten.One(op, this, options.Type, Arg.None, options.Device));
        }
    }

    public static Tensor zeros_like(
        Tensor input,
        ScalarType? dtype = null,
        Device device = null,
        bool requires_grad = false,
        string[] names = null
    ) => new Options(dtype, device, false, names).Finish(input.zeros_like(dtype, device, requires_grad));

    public static Tensor ones_like(
        Tensor input,
        ScalarType? dtype = null,
        Device device = null,
        bool requires_grad = false,
        string[] names = null
    ) => new Options(dtype, device, false, names).Finish(input.ones_like(dtype, device, requires_grad));

    public static Tensor full_like(
        Tensor input,
        Scalar value,
        ScalarType? dtype = null,
        Device device = null,
        bool requires_grad = false,
        string[] names = null
    ) => new Options(dtype, device, false, names).Finish(input.full_like(value, dtype, device, requires_grad));
}
