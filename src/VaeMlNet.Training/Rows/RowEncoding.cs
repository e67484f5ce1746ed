using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Encodes the rows of a table for the network. Conditions at the end of a row do not change.</summary>
/// <param name="encoder">The encoder of the table.</param>
/// <param name="conditionWidth">The number of slots of conditions.</param>
/// <param name="isOfStoredRows">Whether rows are given in the stored form of the encoder; otherwise they are raw.</param>
internal sealed class RowEncoding(TableEncoder encoder, int conditionWidth, bool isOfStoredRows)
{
    /// <summary>Gets the number of slots of a network's row.</summary>
    public int Width { get; } = encoder.Width + conditionWidth;

    private int GivenWidth => isOfStoredRows ? encoder.StoredWidth : encoder.RawWidth;

    /// <summary>Encodes a row.</summary>
    /// <param name="row">The row: its cells, then its conditions.</param>
    /// <param name="encoded">Receives the network's row, [W].</param>
    public void Encode(ReadOnlySpan<float> row, Span<float> encoded)
    {
        var values = row[..GivenWidth];
        var target = encoded[..encoder.Width];
        if (isOfStoredRows)
        {
            encoder.Expand(values, target);
        }
        else
        {
            encoder.Encode(values, target);
        }

        row[GivenWidth..].CopyTo(encoded[encoder.Width..]);
    }

    /// <summary>Encodes rows [n, S] as a tensor in the caller's dispose scope, [n, W].</summary>
    public Tensor Encode(Tensor rows)
    {
        using var scope = NewDisposeScope();
        var given = rows.detach().cpu().contiguous();
        var (count, width) = ((int)rows.shape[0], (int)rows.shape[1]);
        var encoded = empty(count, Width); // [n, W]
        var values = TensorValues.Memory(given);
        var target = TensorValues.Memory(encoded);
        for (var row = 0; row < count; row++)
        {
            Encode(values.Slice(row * width, width), target.Slice(row * Width, Width));
        }

        return encoded.MoveToOuterDisposeScope();
    }
}
