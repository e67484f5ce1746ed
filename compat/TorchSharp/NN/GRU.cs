using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Layers of gated recurrent units over sequences.</summary>
/// <remarks>As in the real package, a dispose scope around the constructor disposes the parameters.</remarks>
public sealed class GRU : nn.Module<Tensor, Tensor, (Tensor, Tensor)>
{
    private readonly long hiddenSize;
    private readonly long layerCount;
    private readonly bool hasBias;
    private readonly bool isBatchFirst;
    private readonly double dropout;
    private readonly bool isBidirectional;
    private readonly List<string> names = [];

    internal GRU(
        long inputSize,
        long hiddenSize,
        long numLayers,
        bool bias,
        bool batchFirst,
        double dropout,
        bool bidirectional,
        Device device,
        ScalarType? dtype
    )
        : base(nameof(GRU))
    {
        (this.hiddenSize, layerCount, hasBias, isBatchFirst) = (hiddenSize, numLayers, bias, batchFirst);
        (this.dropout, isBidirectional) = (dropout, bidirectional);
        var bound = hiddenSize > 0 ? 1 / Math.Sqrt(hiddenSize) : 0;
        for (var layer = 0; layer < numLayers; layer++)
        {
            var width = layer == 0 ? inputSize : Directions * hiddenSize;
            for (var direction = 0; direction < Directions; direction++)
            {
                var suffix = $"_l{layer}{(direction == 0 ? "" : "_reverse")}";
                Add($"weight_ih{suffix}", [3 * hiddenSize, width]);
                Add($"weight_hh{suffix}", [3 * hiddenSize, hiddenSize]);
                if (bias)
                {
                    Add($"bias_ih{suffix}", [3 * hiddenSize]);
                    Add($"bias_hh{suffix}", [3 * hiddenSize]);
                }
            }
        }

        void Add(string parameter, long[] shape)
        {
            var values = empty(shape, dtype, device).AsParameter();
            nn.init.uniform_(values, -bound, bound);
            register_parameter(parameter, values);
            names.Add(parameter);
        }
    }

    private long Directions => isBidirectional ? 2 : 1;

    public override (Tensor, Tensor) forward(Tensor input, Tensor h0 = null)
    {
        h0 ??= zeros(
            [Directions * layerCount, input.shape[isBatchFirst ? 0 : 1], hiddenSize],
            input.dtype,
            input.device
        );
        Tensor[] parameters = [.. names.Select(get_parameter)];
        return Aten.Two(
            "gru.input",
            input,
            h0,
            parameters,
            hasBias,
            layerCount,
            dropout,
            training,
            isBidirectional,
            isBatchFirst
        );
    }

    public new (Tensor, Tensor) call(Tensor input, Tensor h0 = null) => base.call(input, h0);

    /// <summary>Does nothing: only GPUs need parameters in one block of memory.</summary>
    public void flatten_parameters() { }
}
