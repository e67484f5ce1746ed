namespace TorchSharp;

// New tensors of short values.
public static partial class torch
{
    public static Tensor tensor(short scalar, Device device = null, bool requires_grad = false) =>
        FromArray(new[] { scalar }, [], new Options(null, device, requires_grad, null));
}
