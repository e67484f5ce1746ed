namespace TorchSharp;

// New tensors of bool values.
public static partial class torch
{
    public static Tensor tensor(
        bool scalar,
        ScalarType? dtype = null,
        Device device = null,
        bool requires_grad = false
    ) => FromArray(new[] { scalar }, [], new Options(dtype, device, requires_grad, null));

    public static Tensor tensor(
        bool[] rawArray,
        ScalarType? dtype = null,
        Device device = null,
        bool requires_grad = false,
        string[] names = null
    ) => FromArray(rawArray, [rawArray.LongLength], new Options(dtype, device, requires_grad, names));
}
