using VaeMlNet.OnnxExport;
using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>
/// Dropout (Srivastava et al. 2014) with a generator of its own. TorchSharp's Dropout uses the global generator, which other trainings in the
/// same process use, too.
/// </summary>
internal sealed class SeededDropout : nn.Module<Tensor, Tensor>, IOnnxExportable
{
    private readonly double share;

    /// <param name="share">The share of values that training sets to 0. The others are divided by 1 - share.</param>
    public SeededDropout(double share)
        : base(nameof(SeededDropout))
    {
        this.share = share;
    }

    private Generator? Generator { get; set; }

    /// <summary>Sets the generator of all such layers of a network; null after training.</summary>
    public static void SetGenerator(nn.Module network, Generator? generator)
    {
        foreach (var dropout in network.modules().OfType<SeededDropout>())
        {
            dropout.Generator = generator;
        }
    }

    public override Tensor forward(Tensor input)
    {
        if (!training || Generator is null)
        {
            return input.alias();
        }

        using var scope = NewDisposeScope();
        return (
            input * DrawKept(input.shape).to(input.dtype, input.device) / Held(1 - share)
        ).MoveToOuterDisposeScope();
    }

    /// <summary>Draws the factors of inputs during training: 0, or 1 / (1 - share).</summary>
    public Tensor DrawFactors(params long[] shape) => DrawKept(shape).to(ScalarType.Float32) / Held(1 - share);

    private Tensor DrawKept(long[] shape) => rand(shape, ScalarType.Float32, generator: Generator).ge(Held(share));

    public OnnxValue[] ExportTo(OnnxGraphBuilder graph, OnnxValue[] inputs, string path) => inputs;
}
