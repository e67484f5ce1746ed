using System.Runtime.InteropServices;
using TorchSharp.Interop;

namespace TorchSharp;

// New tensors from data, sequences and other tensors.
public static partial class torch
{
    /// <summary>The arguments that all factories have.</summary>
    private readonly struct Options
    {
        private readonly bool requiresGrad;

        public Options(ScalarType? type, Device device, bool requiresGrad, string[] names)
        {
            if (names is { Length: > 0 })
            {
                throw new NotSupportedException("Tensors with named dimensions are not supported here.");
            }

            Type = type;
            Device = InitializeDevice(device);
            this.requiresGrad = requiresGrad;
        }

        public ScalarType? Type { get; }

        public ScalarType TypeOrDefault => Type ?? get_default_dtype();

        public Device Device { get; }

        public Tensor Finish(Tensor tensor) => requiresGrad ? tensor.requires_grad_() : tensor;
    }

    public static Tensor arange(
        Scalar start,
        Scalar stop,
        Scalar step,
        ScalarType? dtype = null,
        Device device = null,
        bool requires_grad = false
    )
    {
        var integral = is_integral(start.Type) && is_integral(stop.Type) && is_integral(step.Type);
        var options = new Options(dtype, device, requires_grad, null);
        var type = dtype ?? (integral ? ScalarType.Int64 : get_default_dtype());
        return options.Finish(Aten.One("arange.start_step", start, stop, step, type, Arg.None, options.Device));
    }

    public static Tensor arange(
        Scalar stop,
        ScalarType? dtype = null,
        Device device = null,
        bool requires_grad = false
    ) => arange(0, stop, 1, dtype, device, requires_grad);

    public static Tensor linspace(
        double start,
        double end,
        long steps,
        ScalarType? dtype = null,
        Device device = null,
        bool requires_grad = false
    )
    {
        var options = new Options(dtype, device, requires_grad, null);
        return options.Finish(Aten.One("linspace", start, end, steps, options.TypeOrDefault, Arg.None, options.Device));
    }

    private static unsafe Tensor FromArray(Array array, long[] dimensions, Options options)
    {
        if (dimensions.Aggregate(1L, (product, size) => product * size) != array.LongLength)
        {
            throw new ArgumentException("mismatched total size creating a tensor from an array");
        }

        var type = ScalarTypeOf(array.GetType().GetElementType());
        Tensor tensor;
        fixed (byte* data = &MemoryMarshal.GetArrayDataReference(array))
        fixed (long* sizes = dimensions)
        {
            var handle = NativeMethods.THSTensor_from_memory(data, sizes, dimensions.Length, (sbyte)type, false);
            if (handle == IntPtr.Zero)
            {
                CheckForErrors();
            }

            tensor = new Tensor(handle);
        }

        if ((options.Type ?? type) != type || options.Device.type != DeviceType.CPU)
        {
            tensor = tensor.to(options.Type ?? type, options.Device, disposeAfter: true);
        }

        return options.Finish(tensor);
    }
}
