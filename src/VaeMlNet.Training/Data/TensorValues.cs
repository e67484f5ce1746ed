using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Copies tensors into arrays.</summary>
internal static class TensorValues
{
    /// <summary>The elements of a float32 tensor of any device and strides, row-major.</summary>
    public static float[] Floats(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.detach().cpu().contiguous().data<float>().ToArray();
    }
}
