using System.Globalization;
using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Views;

namespace VaeMlNet.Report;

/// <summary>The labels of the rows: a column of the data, or texts in the order of the rows.</summary>
internal sealed class RowLabels
{
    private readonly DataViewSchema.Column? column;
    private readonly IEnumerable<string> texts;

    private RowLabels(string name, DataViewSchema.Column? column, IEnumerable<string> texts)
    {
        Name = name;
        this.column = column;
        this.texts = texts;
    }

    /// <summary>Gets the name of the labels on the page.</summary>
    public string Name { get; }

    /// <summary>Gets the column with the labels; empty where the labels are not a column of the data.</summary>
    public IEnumerable<DataViewSchema.Column> Columns => column is { } one ? [one] : [];

    /// <summary>Finds the labels that the options name. Returns null when they name none.</summary>
    public static RowLabels? Find(IDataView view, VaeReportOptions options)
    {
        if (options.LabelColumnName is not { } name)
        {
            return options.Labels is { } texts ? new(options.LabelName, null, texts) : null;
        }

        return view.Schema.GetColumnOrNull(name) is { } column
            ? new(name, column, [])
            : throw new ArgumentException(
                $"The data has no column '{name}', which should contain the labels. It has: {string.Join(", ", view.Schema.Select(c => $"'{c.Name}'"))}.",
                nameof(options)
            );
    }

    /// <summary>Starts reading the labels of the rows of a cursor, whose numbers must rise.</summary>
    public Reader Read(DataViewRow row) =>
        column is { } source ? new(ReadColumn(row, row.Schema[source.Name]), null) : new(null, texts.GetEnumerator());

    private static Func<string> ReadColumn(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type is KeyDataViewType && KeyTexts.Read(column)?.Values is { } values)
        {
            var readKey = ReadText(row, column);
            return () =>
            {
                var key = int.Parse(readKey(), CultureInfo.InvariantCulture);
                return key > 0 ? values[key - 1] : "";
            };
        }

        return ReadText(row, column);
    }

    // Labels may have any type, so the type of the getter is known only at run time.
    private static Func<string> ReadText(DataViewRow row, DataViewSchema.Column column) =>
        (Func<string>)
            typeof(RowLabels)
                .GetMethod(nameof(ReadTyped), BindingFlags.NonPublic | BindingFlags.Static)!
                .MakeGenericMethod(column.Type.RawType)
                .Invoke(null, [row, column])!;

    private static Func<string> ReadTyped<T>(DataViewRow row, DataViewSchema.Column column) =>
        CurrentValue.Of<T, string>(
            row,
            column,
            value => value is float.NaN or double.NaN ? "" : Convert.ToString(value, CultureInfo.InvariantCulture)!
        );

    /// <summary>Reads the labels of one pass over the rows.</summary>
    internal sealed class Reader(Func<string>? current, IEnumerator<string>? rest) : IDisposable
    {
        private long next;

        /// <summary>Returns the label of a row; null when there are fewer labels.</summary>
        /// <param name="row">The number of the cursor's current row, from 0.</param>
        public string? At(long row)
        {
            if (current is not null)
            {
                return current();
            }

            for (; next <= row; next++)
            {
                if (!rest!.MoveNext())
                {
                    return null;
                }
            }

            return rest!.Current;
        }

        public void Dispose() => rest?.Dispose();
    }
}
