using Microsoft.ML;

namespace VaeMlNet.Report;

/// <summary>Reads a random sample of the training rows, where they are given.</summary>
/// <param name="rows">The rows of the report, which name the columns.</param>
internal sealed class TrainingRows(ReportRows rows)
{
    private const int MostRows = 10_000;

    /// <summary>Returns the sample: the input of the model for each row, [S]. Empty where no training rows are given.</summary>
    public IReadOnlyList<float[]> Read(int seed, CancellationToken cancellationToken)
    {
        if (rows.Training is not { } view)
        {
            return [];
        }

        DataViewSchema.Column[] columns =
        [
            .. rows.ColumnNames.Select(name => view.Schema.GetColumnOrNull(name)).OfType<DataViewSchema.Column>(),
        ];
        if (columns.Length < rows.ColumnNames.Length && !rows.AllowMissingColumns)
        {
            var missing = rows.ColumnNames.First(name => view.Schema.GetColumnOrNull(name) is null);
            throw new ArgumentException(
                $"The training rows have no column '{missing}', which the model reads. Pass rows with the columns of the training data."
            );
        }

        ReservoirPlaces places = new(MostRows, seed);
        List<float[]> sample = [];
        using var cursor = view.GetRowCursor(columns);
        var read = rows.ReadSlots(cursor);
        for (long row = 0; cursor.MoveNext(); row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ReservoirPlaces.Put(sample, places.NextPlace(row), read());
        }

        return sample;
    }
}
