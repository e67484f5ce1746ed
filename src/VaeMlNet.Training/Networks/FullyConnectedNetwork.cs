using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Linear layers with ReLU between them. The layers' names are keys of the checkpoint.</summary>
internal static class FullyConnectedNetwork
{
    /// <summary>[N, D] -> [N, the last width].</summary>
    public static Sequential NewEncoder(int inputDim, IReadOnlyList<int> hiddenDims) =>
        nn.Sequential(HiddenLayers([inputDim, .. hiddenDims]));

    /// <summary>[N, Z] -> [N, P]; ends in raw values.</summary>
    public static Sequential NewDecoder(int latentWidth, IReadOnlyList<int> hiddenDims, int parameterWidth) =>
        nn.Sequential([
            .. HiddenLayers([latentWidth, .. hiddenDims]),
            ("output", nn.Linear(hiddenDims[^1], parameterWidth)),
        ]);

    private static (string, nn.Module<Tensor, Tensor>)[] HiddenLayers(int[] dims) =>
        [
            .. Enumerable
                .Range(1, dims.Length - 1)
                .SelectMany(i =>
                    new (string, nn.Module<Tensor, Tensor>)[]
                    {
                        ($"hidden{i}", nn.Linear(dims[i - 1], dims[i])),
                        ($"relu{i}", nn.ReLU()),
                    }
                ),
        ];
}
