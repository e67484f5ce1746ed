using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>The optimizers of <see cref="FlatParameters"/>: one for each of a few blocks, so that several threads can update them.</summary>
internal sealed class FlatOptimizers
{
    /// <summary>
    /// The number of blocks. It is the same on every machine and device, because a checkpoint contains the optimizer state of each block.
    /// </summary>
    public const int BlockCount = 4;

    /// <param name="parameters">The parameters.</param>
    /// <param name="gradient">Their gradient, which each step reads, [P].</param>
    /// <param name="options">The options of the optimizer.</param>
    public FlatOptimizers(FlatParameters parameters, Tensor gradient, VaeTrainerOptions options)
    {
        Blocks = [.. Enumerable.Range(0, BlockCount).Select(block => new Parameter(Block(parameters.Values, block)))];
        foreach (var (number, block) in Blocks.Index())
        {
            block.grad = Block(gradient, number);
        }

        Optimizers = [.. Blocks.Select(block => VaeMlNet.Optimizers.Create([block], options))];
    }

    public IReadOnlyList<Parameter> Blocks { get; }

    /// <summary>Gets the optimizer of each block.</summary>
    public IReadOnlyList<OptimizerHelper> Optimizers { get; }

    public static Tensor Block(Tensor vector, int number) => FlatParameters.Block(vector, number, BlockCount);
}
