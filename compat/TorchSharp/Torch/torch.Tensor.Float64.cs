namespace TorchSharp;

// New tensors of double values.
public static partial class torch
{
    public static Tensor tensor(
        double scalar,
        ScalarType? dtype = null,
        Device device = null,
        bool requires_grad = false
    ) => FromArray(new[] { scalar }, [], new Options(dtype, device, requires_grad, null));

    public static Tensor tensor(
        double[] rawArray,
        ReadOnlySpan<long> dimensions,
        ScalarType? dtype = null,
        Device device = null,
        bool requires_grad = false,
        string[] names = null
    ) => FromArray(rawArray, dimensions.ToArray(), new Options(dtype, device, requires_grad, names));

    public static Tensor tensor(
        double[] rawArray,
        ScalarType? dtype = null,
        Device device = null,
        bool requires_grad = false,
        string[] names = null
    ) => FromArray(rawArray, [rawArray.LongLength], new Options(dtype, device, requires_grad, names));
}
