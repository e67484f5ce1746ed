using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Builds a Sequential layer by layer. The names of the layers are keys of the checkpoint.</summary>
/// <param name="activation">The activation between layers.</param>
/// <param name="dropout">The share of outputs that is dropped after each activation while training.</param>
internal sealed class LayerList(VaeActivation activation, double dropout)
{
    private readonly List<(string Name, nn.Module<Tensor, Tensor> Module)> layers = [];

    /// <summary>Adds a layer without an activation.</summary>
    public LayerList Add(string name, nn.Module<Tensor, Tensor> layer)
    {
        layers.Add((name, layer));
        return this;
    }

    /// <summary>Adds fully connected hidden layers, numbered from 1: [N, first width] -> [N, last width].</summary>
    public LayerList AddHidden(params IReadOnlyList<int> widths)
    {
        for (var i = 1; i < widths.Count; i++)
        {
            Add($"hidden{i}", nn.Linear(widths[i - 1], widths[i]));
            AddAfter($"{i}");
        }

        return this;
    }

    /// <summary>Adds a convolution or transposed convolution, followed by its activation.</summary>
    public LayerList AddConvolution(int number, nn.Module<Tensor, Tensor> layer)
    {
        Add($"conv{number}", layer);
        AddAfter($"_image{number}");
        return this;
    }

    /// <summary>Returns the layers in order; an identity layer if there are none.</summary>
    public Sequential ToSequential() => nn.Sequential(layers.Count > 0 ? layers : [("identity", nn.Identity())]);

    private void AddAfter(string suffix)
    {
        Add($"{activation.ToString().ToLowerInvariant()}{suffix}", NewActivation());
        if (dropout > 0)
        {
            Add($"dropout{suffix}", new SeededDropout(dropout));
        }
    }

    private nn.Module<Tensor, Tensor> NewActivation() =>
        activation switch
        {
            VaeActivation.Relu => nn.ReLU(),
            VaeActivation.Gelu => nn.GELU(),
            VaeActivation.Silu => nn.SiLU(),
            VaeActivation.Tanh => nn.Tanh(),
            _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, null),
        };
}
