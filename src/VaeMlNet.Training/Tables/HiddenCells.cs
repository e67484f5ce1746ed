using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>Hides cells of a table's encoded rows from the encoder.</summary>
/// <param name="table">The columns.</param>
internal sealed class HiddenCells(Table table)
{
    private readonly int[] cellOfEachSlot = [.. table.RawSlotOfEachSlot.Select(cell => (int)cell)];
    private readonly int cellCount = table.RawWidth;
    private readonly int valueWidth = table.ValueWidth;

    /// <summary>Gets the columns.</summary>
    public Table Table => table;

    /// <summary>
    /// Returns the rows with NaN in every slot of the hidden cells. The probability of hiding a cell is drawn for each row, uniform from 0
    /// to a largest one. The encoder reads the marks of the other missing cells.
    /// </summary>
    /// <remarks>
    /// Missing cells are hidden like others, and with their marks. So the encoder cannot conclude from the absence of a value that the cell is
    /// missing, and the decoder learns the probability for cells to fill or to draw.
    /// </remarks>
    /// <param name="x">[n, W].</param>
    /// <param name="largestRate">The largest probability.</param>
    /// <param name="generator">The random number generator.</param>
    /// <returns>[n, W].</returns>
    public Tensor Hide(Tensor x, double largestRate, Generator generator) =>
        Hide(x, DrawRates(x.shape[0], largestRate, generator), generator);

    /// <summary>Draws the probability of hiding a cell for each row, [n, 1].</summary>
    public static Tensor DrawRates(long rowCount, double largestRate, Generator generator) =>
        rand(rowCount, 1, ScalarType.Float32, generator: generator) * Held(largestRate);

    /// <summary>Hides cells with given probabilities.</summary>
    /// <param name="x">[n, W].</param>
    /// <param name="rates">The probability of each row, [n, 1].</param>
    /// <param name="generator">The random number generator.</param>
    /// <returns>[n, W].</returns>
    public Tensor Hide(Tensor x, Tensor rates, Generator generator)
    {
        var drawn = rand(rates.shape[0], cellCount, ScalarType.Float32, generator: generator); // [n, S]
        var hidden = x.cpu().clone().contiguous();
        var ofCells = TensorValues.Memory(drawn);
        var ofRows = TensorValues.Memory(rates.contiguous());
        var values = TensorValues.Memory(hidden);
        for (var row = 0; row < ofRows.Length; row++)
        {
            Hide(values.Slice(row * Width, Width), ofCells.Slice(row * cellCount, cellCount), ofRows[row]);
        }

        return hidden.to(x.device);
    }

    /// <summary>Returns the weights of the slots in the reconstruction term, [n, W]: 1 in hidden cells.</summary>
    public static Tensor WeightsOf(Tensor encoderInput, double visibleWeight)
    {
        var isHidden = encoderInput.isnan().to(encoderInput.dtype);
        return isHidden.Plus((-isHidden).Plus(Held(1)) * Held(visibleWeight));
    }

    private int Width => cellOfEachSlot.Length;

    private void Hide(Span<float> row, ReadOnlySpan<float> drawn, float rate)
    {
        for (var slot = 0; slot < row.Length; slot++)
        {
            if (drawn[cellOfEachSlot[slot]] < rate)
            {
                row[slot] = float.NaN;
            }
            else if (slot >= valueWidth)
            {
                row[slot] *= Table.KnownMissingMark; // marks are 0 or 1
            }
        }
    }
}
