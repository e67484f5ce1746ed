using TorchSharp.Interop;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A row of the weight for each index.</summary>
public sealed class Embedding : nn.Module<Tensor, Tensor>
{
    // The index that gets no gradient; -1 for none.
    private readonly long paddingIndex;
    private readonly double? maxNorm;
    private readonly double normType;
    private readonly bool scaleGradByFreq;
    private readonly bool sparse;

    [ComponentName(Name = nameof(weight))]
    private Parameter _weight;

    internal Embedding(
        Tensor embeddings,
        bool freeze,
        long? padding_idx,
        double? max_norm,
        double norm_type,
        bool scale_grad_by_freq,
        bool sparse
    )
        : base(nameof(Embedding))
    {
        paddingIndex = padding_idx is { } index ? (index < 0 ? index + embeddings.shape[0] : index) : -1;
        maxNorm = max_norm;
        normType = norm_type;
        scaleGradByFreq = scale_grad_by_freq;
        this.sparse = sparse;
        weight = new Parameter(embeddings, !freeze);
    }

    public Parameter weight
    {
        get => _weight;
        set => SetParameter(ref _weight, value ?? throw new ArgumentNullException(nameof(weight)), nameof(weight));
    }

    public override Tensor forward(Tensor input)
    {
        if (maxNorm is { } largest)
        {
            using var mode = no_grad();
            Aten.Run("embedding_renorm_", weight, input, largest, normType);
        }

        return Aten.One("embedding", weight, input, paddingIndex, scaleGradByFreq, sparse);
    }
}
