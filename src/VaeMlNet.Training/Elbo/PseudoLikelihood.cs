using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>
/// Minus the logarithm of the probability of each cell of a table's row given the other cells of the row, at z = the posterior mean of these: the
/// pseudo-likelihood (Besag 1975), for networks that learned to fill hidden cells.
/// </summary>
/// <remarks>
/// Such a network repeats a cell that it sees, usual or not, so that -log p(x|z) says little about the row. In tables with more than <see
/// cref="MostPasses"/> raw slots, several cells are hidden at once, each of them once. Cells of neighboring columns are never hidden together, because
/// they often say most about each other. Thread safety: immutable.
/// </remarks>
/// <param name="table">The columns.</param>
internal sealed class PseudoLikelihood(Table table)
{
    /// <summary>The largest number of times that a row passes the layers.</summary>
    public const int MostPasses = 8;

    private const int LeastPasses = 4;
    private const int LargestWidth = 1 << 17; // of a row and its copies together, from where on there are fewer

    /// <summary>Gets the columns.</summary>
    public Table Table => table;

    /// <summary>Gets the number C of passes, each of which hides other cells.</summary>
    public int PassCount { get; } =
        Math.Min(Math.Clamp(LargestWidth / table.Width, LeastPasses, MostPasses), table.RawWidth);

    /// <summary>
    /// Gets what is added to -log p of each slot if it is 1, [W]: <see cref="NumberBins.LogWidths"/>, so that a number in a wide bin of few training
    /// values is less likely than one in a narrow bin of as many; 0 for other slots.
    /// </summary>
    public float[] LogWidths { get; } =
    [
        .. new float[table.FirstGroup],
        .. table.Bins.SelectMany(bins => bins.LogWidths()),
        .. new float[table.Width - table.FirstGroup - table.Bins.Sum(bins => bins.Count)],
    ];

    /// <summary>Returns the pass that hides each raw slot, among those sorted as in a network's row.</summary>
    public long PassOf(long rawSlot) => rawSlot % PassCount;

    /// <summary>Returns -log p of each slot in nats, [N, W]; 0 for the values of missing cells.</summary>
    /// <param name="network">The network.</param>
    /// <param name="x">The rows, with their conditions.</param>
    public Tensor NegativeLogLikelihoodPerSlot(VariationalAutoencoder network, Tensor x)
    {
        var likelihood = (TableLikelihood)network.Likelihood;
        var rawSlots = table.RawSlotOfEachSlot;
        var passOfSlot = tensor([.. rawSlots.Select(PassOf)], device: x.device); // [W]
        var passOfParameter = tensor(
            [.. likelihood.SlotOfEachParameter.Select(slot => PassOf(rawSlots[slot]))],
            device: x.device
        ); // [P]
        var parameters = network.forward(Hidden(0)); // [N, P]
        for (var pass = 1; pass < PassCount; pass++)
        {
            parameters = where(passOfParameter.eq(Held(pass)), network.forward(Hidden(pass)), parameters);
        }

        var values = network.Values(x);
        return likelihood
            .NegativeLogLikelihoodPerSlot(parameters, values)
            .Plus(values.nan_to_num(0) * tensor(LogWidths, device: x.device));

        Tensor Hidden(int pass) =>
            network.WithValues(x, own => own.masked_fill(passOfSlot.eq(Held(pass)), Held(float.NaN)));
    }
}
