using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Measures the error of filled cells, after hiding observed cells at random.</summary>
internal static class HiddenCellError
{
    private const double HiddenShare = 0.2;

    /// <summary>
    /// Returns the mean over columns of the root mean square error of numbers, in standard deviations of the rows, and of the share of wrong
    /// categories. Columns of Booleans are not filled, and do not count.
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
                .Select(input => new ColumnError(input)),
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
            foreach (var slot in errors.SelectMany(error => error.Slots))
            {
                if (random.NextDouble() < HiddenShare)
                {
                    hidden[row + slot] = float.NaN;
                }
            }
        }

        return hidden;
    }

    /// <summary>The errors of one column.</summary>
    private sealed class ColumnError(TableInput input)
    {
        private double sum;
        private long count;

        public IEnumerable<int> Slots => Enumerable.Range(input.First, input.Column.Width);

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
                sum += IsKey ? (difference == 0 ? 0 : 1) : difference * difference;
                count++;
            }
        }

        /// <summary>Returns the error; null if no cell was compared, or if all cells are equal.</summary>
        public double? Value(float[] raw, int width)
        {
            if (count == 0)
            {
                return null;
            }

            if (IsKey)
            {
                return sum / count;
            }

            double[] values =
            [
                .. Slots.SelectMany(slot => raw.Where((value, i) => i % width == slot && !float.IsNaN(value))),
            ];
            var mean = values.Average();
            var variance = values.Average(value => (value - mean) * (value - mean));
            return variance > 0 ? Math.Sqrt(sum / count / variance) : null;
        }
    }
}
