using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>Hides cells of a table's encoded rows from the encoder.</summary>
internal static class HiddenCells
{
    /// <summary>
    /// Returns the rows with NaN in every slot of the hidden cells. The probability of hiding a cell is drawn for each row, uniform from 0
    /// to a largest one. The encoder reads the marks of the other missing cells.
    /// </summary>
    /// <remarks>
    /// Missing cells are hidden like others, and with their marks. So the encoder cannot conclude from the absence of a value that the cell is
    /// missing, and the decoder learns the probability for cells to fill or to draw.
    /// </remarks>
    /// <param name="table">The columns.</param>
    /// <param name="x">[n, W].</param>
    /// <param name="largestRate">The largest probability.</param>
    /// <param name="generator">The random number generator.</param>
    /// <returns>[n, W].</returns>
    public static Tensor Hide(Table table, Tensor x, double largestRate, Generator generator)
    {
        var rates = DrawRates(x.shape[0], largestRate, generator);
        return Hide(table, x, rates, generator);
    }

    /// <summary>Draws the probability of hiding a cell for each row, [n, 1].</summary>
    public static Tensor DrawRates(long rowCount, double largestRate, Generator generator) =>
        rand(rowCount, 1, ScalarType.Float32, generator: generator) * Held(largestRate);

    /// <summary>Hides cells with given probabilities.</summary>
    /// <param name="table">The columns.</param>
    /// <param name="x">[n, W].</param>
    /// <param name="rates">The probability of each row, [n, 1].</param>
    /// <param name="generator">The random number generator.</param>
    /// <returns>[n, W].</returns>
    public static Tensor Hide(Table table, Tensor x, Tensor rates, Generator generator)
    {
        var isHidden = rand(x.shape[0], table.RawWidth, ScalarType.Float32, generator: generator).lt(rates); // [n, S]
        var slots = isHidden.index_select(1, tensor(table.RawSlotOfEachSlot)).to(x.device); // [n, W]
        return table.MarkCount == 0
            ? x.masked_fill(slots, Held(float.NaN))
            : WithKnownMarks(table, x).masked_fill_(slots, Held(float.NaN));
    }

    private static Tensor WithKnownMarks(Table table, Tensor x)
    {
        var marks = x.narrow(1, table.ValueWidth, table.MarkCount); // 0 or 1
        return cat([x.narrow(1, 0, table.ValueWidth), marks * Held(Table.KnownMissingMark)], 1);
    }

    /// <summary>Returns the weights of the slots in the reconstruction term, [n, W]: 1 in hidden cells.</summary>
    public static Tensor WeightsOf(Tensor encoderInput, double visibleWeight)
    {
        var isHidden = encoderInput.isnan().to(encoderInput.dtype);
        return isHidden.Plus((-isHidden).Plus(Held(1)) * Held(visibleWeight));
    }
}
