using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// Chooses the rows on which graphs with discrete codes are compared. A row that is nearly as far from one code as from another can have either in
/// another runtime, because of rounding, and then all its outputs differ.
/// </summary>
internal static class CertainRows
{
    /// <summary>
    /// Returns the rows whose codes are certain (<see cref="LatentDistribution.IsCertain"/>), [n, D]. If there are none, or the latents have no codes, it
    /// returns all rows.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="rows">The raw rows, [N, D].</param>
    public static Tensor Of(VariationalAutoencoder network, Tensor rows)
    {
        // Rows are encoded for codes only.
        if (
            network.Latent.CodeOutput is null
            || network.Latent.IsCertain(network.ComputeHead(network.EncodeRows(rows))) is not { } certain
        )
        {
            return rows;
        }

        var flags = TensorValues.Floats(certain.to(ScalarType.Float32));
        long[] chosen = [.. flags.Index().Where(flag => flag.Item > 0).Select(flag => (long)flag.Index)];
        return chosen.Length == 0 ? rows : rows.index_select(0, tensor(chosen));
    }
}
