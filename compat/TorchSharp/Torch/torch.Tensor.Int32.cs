namespace TorchSharp;

// New tensors of int values.
public static partial class torch
{
    public static Tensor tensor(int scalar, Device device = null, bool requires_grad = false) =>
        FromArray(new[] { scalar }, [], new Options(null, device, requires_grad, null));

    public static Tensor tensor(
        int[] rawArray,
        ScalarType? dtype = null,
        Device device = null,
        bool requires_grad = false,
        string[] names = null
    ) => FromArray(rawArray, [rawArray.LongLength], new Options(dtype, device, requires_grad, names));
}
