namespace TorchSharp;

// New tensors of long values.
public static partial class torch
{
    public static Tensor tensor(
        long scalar,
        ScalarType? dtype = null,
        Device device = null,
        bool requires_grad = false
    ) => FromArray(new[] { scalar }, [], new Options(dtype, device, requires_grad, null));

    public static Tensor tensor(
        long[] dataArray,
        ScalarType? dtype = null,
        Device device = null,
        bool requires_grad = false,
        string[] names = null
    ) => FromArray(dataArray, [dataArray.LongLength], new Options(dtype, device, requires_grad, names));
}
