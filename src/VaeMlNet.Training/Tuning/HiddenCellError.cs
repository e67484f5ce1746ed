using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Measures the error of filled cells, after hiding observed cells at random.</summary>
internal static class HiddenCellError
{
    private const double HiddenShare = 0.2;

    /// <summary>
    /// Returns the mean over columns of the root mean square error of numbers, in standard deviations of the rows, and of the share of wrong
    /// categories. The error of a vector is the mean over its slots, and that of dates is the error of their days. Columns of Booleans are not
    /// filled, and do not count.
    /// </summary>
    /// <param name="trained">The model.</param>
    /// <param name="rows">The raw rows, [N, S].</param>
    /// <param name="copies">The number of times that other cells are hidden.</param>
    /// <param name="seed">The seed of the hidden cells.</param>
    public static double Mean(TrainedVae trained, Tensor rows, int copies, int seed)
    {
        var table = trained.Table!;
        ColumnError[] errors =
        [
            .. TableInput
                .CreateAll(table)
                .Where(input => input.Column.Kind != TableColumnKind.Boolean)
                .Select(input => new ColumnError(
                    input,
                    isDate: trained.Options.TableSchema?.Find(input.Column.Name) is { Kind: VaeColumnKind.Date }
                )),
        ];
        if (errors.Length == 0)
        {
            throw new InvalidOperationException(
                "No column can be filled, because all of them are Booleans, which are never missing. Tune by another objective."
            );
        }

        ImputerGraph imputer = new(trained.Network, table);
        var raw = TensorValues.Floats(rows);
        var width = (int)rows.shape[1];
        Random random = new(seed);
        for (var copy = 0; copy < copies; copy++)
        {
            var hidden = Hide(raw, width, errors, random);
            using var hiddenRows = tensor(hidden, [rows.shape[0], width]);
            Evaluation.ForEachBatch(
                trained.Network,
                new RowsOfTensor(hiddenRows),
                (x, start) =>
                {
                    var filled = imputer.Compute(new(x, trained.Network.EncodeRows(x), x));
                    foreach (var (error, values) in errors.Zip(filled))
                    {
                        error.Add(TensorValues.Floats(values), raw, hidden, (int)start, width);
                    }
                }
            );
        }

        double[] means = [.. errors.Select(error => error.Value(raw, width)).OfType<double>()];
        return means.Length > 0
            ? means.Average()
            : throw new InvalidOperationException(
                "No hidden cell could be compared, because the rows have hardly any values. Tune by another objective."
            );
    }

    private static float[] Hide(float[] raw, int width, ColumnError[] errors, Random random)
    {
        float[] hidden = [.. raw];
        for (var row = 0; row < raw.Length; row += width)
        {
            foreach (var cell in errors.SelectMany(error => error.Cells))
            {
                if (random.NextDouble() < HiddenShare)
                {
                    hidden.AsSpan(row + cell.First, cell.Width).Fill(float.NaN);
                }
            }
        }

        return hidden;
    }

    /// <summary>The errors of one column.</summary>
    /// <param name="input">The column.</param>
    /// <param name="isDate">Whether its slots are the parts of one date, of which the first one is its days.</param>
    private sealed class ColumnError(TableInput input, bool isDate)
    {
        private readonly double[] sums = new double[input.Column.Width];
        private readonly long[] counts = new long[input.Column.Width];

        /// <summary>Gets the neighboring slots that are hidden together.</summary>
        public IEnumerable<(int First, int Width)> Cells =>
            isDate
                ? [(input.First, input.Column.Width)]
                : Enumerable.Range(input.First, input.Column.Width).Select(slot => (slot, 1));

        private bool IsKey => input.Column.Kind == TableColumnKind.Key;

        public void Add(float[] filled, float[] raw, float[] hidden, int firstRow, int width)
        {
            for (var i = 0; i < filled.Length; i++)
            {
                var (row, slot) = Math.DivRem(i, input.Column.Width);
                var place = ((firstRow + row) * width) + input.First + slot;
                if (!float.IsNaN(hidden[place]) || float.IsNaN(raw[place]) || (IsKey && raw[place] == 0))
                {
                    continue;
                }

                double difference = filled[i] - raw[place];
                sums[slot] += IsKey ? (difference == 0 ? 0 : 1) : difference * difference;
                counts[slot]++;
            }
        }

        /// <summary>Returns the error; null if no cell was compared, or if all cells are equal.</summary>
        public double? Value(float[] raw, int width)
        {
            double[] errors =
            [
                .. Enumerable
                    .Range(0, isDate ? 1 : input.Column.Width)
                    .Select(slot => Value(slot, raw, width))
                    .OfType<double>(),
            ];
            return errors.Length > 0 ? errors.Average() : null;
        }

        private double? Value(int slot, float[] raw, int width)
        {
            if (counts[slot] == 0)
            {
                return null;
            }

            var error = sums[slot] / counts[slot];
            if (IsKey)
            {
                return error;
            }

            double[] values =
            [
                .. Enumerable
                    .Range(0, raw.Length / width)
                    .Select(row => (double)raw[(row * width) + input.First + slot])
                    .Where(value => !double.IsNaN(value)),
            ];
            var mean = values.Average();
            var variance = values.Average(value => (value - mean) * (value - mean));
            return variance > 0 ? Math.Sqrt(error / variance) : null;
        }
    }
}
