using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>The rows of a tensor, which are not copied.</summary>
/// <param name="rows">float32 [N, W]. The caller owns it.</param>
internal sealed class RowsOfTensor(Tensor rows) : MemoryRows
{
    public override long Count { get; } = rows.shape[0];

    public override int Width { get; } = (int)rows.shape[1];

    public override Tensor Take(Tensor chosen) => rows.index_select(0, chosen.to(rows.device)); // [n, W]

    public override Tensor Slice(long first, long count) => rows.narrow(0, first, count);

    /// <summary>Does nothing, because the caller owns the tensor.</summary>
    public override void Dispose() { }
}
