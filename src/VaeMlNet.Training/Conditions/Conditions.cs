using System.Text.Json.Serialization;
using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>
/// The columns on which encoder, decoder and prior depend: p(x|z, c) with conditions c (Sohn, Lee &amp; Yan 2015). Checkpoints contain it.
/// </summary>
/// <remarks>
/// A row of a conditional model is [x, c]: the slots of x as in other models, then the raw slots of the conditions, with keys as their
/// numbers and Booleans as 0 or 1. Conditions are never missing, and no noise or hidden cell changes them.
/// </remarks>
internal sealed record Conditions
{
    /// <summary>Gets the columns, in the order in which they were named.</summary>
    public required IReadOnlyList<TableColumn> Columns { get; init; }

    /// <summary>Gets the number of raw slots.</summary>
    [JsonIgnore]
    public int RawWidth => Columns.Sum(column => column.Width);

    /// <summary>Returns synthetic raw conditions in the range of the training data, [N, raw slots].</summary>
    public Tensor SyntheticRows(long rowCount, Generator generator) =>
        cat([.. Columns.Select(column => SyntheticCells(column, rowCount, generator))], 1);

    private static Tensor SyntheticCells(TableColumn column, long rowCount, Generator generator)
    {
        var uniform = rand(rowCount, column.Width, ScalarType.Float32, generator: generator);
        return column.Kind switch
        {
            TableColumnKind.Number => (uniform * Held(column.Maximum - column.Minimum)).Plus(Held(column.Minimum)),
            TableColumnKind.Boolean => uniform.ge(Held(0.5)).to(ScalarType.Float32),
            _ => (uniform * Held(column.KeyCount)).floor().Plus(Held(1)).clamp_max(Held(column.KeyCount)),
        };
    }
}
