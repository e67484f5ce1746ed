namespace TorchSharp;

// Functions of each element.
public static partial class torch
{
    public static Tensor sigmoid(Tensor input) => input.sigmoid();
}
