using Microsoft.ML;

namespace VaeMlNet.Report;

/// <summary>The rows of a report and the meaning of their numbers.</summary>
internal sealed class ReportRows
{
    /// <summary>Matches the data with a model.</summary>
    /// <exception cref="ArgumentException">The data lacks the column with the labels, or the image size does not fit the model.</exception>
    public ReportRows(VaeModel model, IDataView view, VaeReportOptions options)
    {
        Model = model;
        View = view;
        AllowMissingColumns = options.AllowMissingColumns;
        Columns = [.. model.Manifest.InputColumns.Select(column => column.IsUnchanged ? Named(column) : column)];
        ColumnNames = [.. Columns.Select(column => column.Name)];
        Layout = RowLayout.Find(model.Manifest, Columns, options.Image);
        Labels = RowLabels.Find(view, options);
        Training = options.TrainingData;
        Choose = options.ChooseRows ?? (chosen => new ChosenRowsView(view, chosen));

        VaeColumn Named(VaeColumn features)
        {
            var name = options.FeatureColumnName ?? features.Name;
            return features with
            {
                Name = name,
                SlotNames = view.Schema.GetColumnOrNull(name) is { } column ? SlotNames.Read(column) : null,
            };
        }
    }

    public VaeModel Model { get; }

    public IDataView View { get; }

    /// <summary>Gets the function that reads chosen rows again, with the texts of their categories.</summary>
    public Func<IReadOnlyList<long>, IDataView> Choose { get; }

    /// <summary>Gets the training rows; null where they are not given.</summary>
    public IDataView? Training { get; }

    /// <summary>Gets the columns that the model reads, with the names that they have in the data.</summary>
    public IReadOnlyList<VaeColumn> Columns { get; }

    public string[] ColumnNames { get; }

    /// <summary>Gets whether columns that the data does not have count as missing in every row.</summary>
    public bool AllowMissingColumns { get; }

    /// <summary>Gets the meaning of the numbers in a row.</summary>
    public RowLayout Layout { get; }

    /// <summary>Gets the labels of the rows; null without labels.</summary>
    public RowLabels? Labels { get; }

    /// <summary>Returns a function that reads the model's input from the current row of a cursor.</summary>
    public Func<float[]> ReadSlots(DataViewRow row) => SlotReader.ReadColumns(row, Columns);
}
