using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Baselines;

namespace VaeMlNet.Cli;

/// <summary>A model folder of a comparison. It reads and writes CSV files as the verbs of the tool do.</summary>
/// <param name="name">The name in tables.</param>
/// <param name="model">The model, which this object disposes.</param>
internal sealed class ComparedModel(string name, VaeModel model) : IDisposable
{
    /// <summary>Gets the name in tables.</summary>
    public string Name => name;

    public string Folder => model.Folder;

    /// <summary>Gets the folder in a few words.</summary>
    public string Description => $"the model folder {model.Folder}";

    /// <summary>Gets whether the model fills cells and makes rows: a model of a table that is no baseline.</summary>
    public bool MakesCells => Columns.Count > 0 && model.Manifest.Latent.Kind != VaeLatentSpace.None;

    /// <summary>Returns the number of rows whose labels of anomalies the model learned from. Groups of another column do not count.</summary>
    public long LabeledRows(string labelColumn) =>
        model.Manifest.Latent.LabelColumnName is { } groups && groups != labelColumn
            ? 0
            : model.Manifest.Training.LabeledRows;

    /// <summary>Gets the columns that a table model explains, whose cells it also fills and makes; empty for features.</summary>
    public IReadOnlyList<CsvColumn> Columns { get; } =
        ModelTable.IsTable(model.Manifest)
            ? ModelTable.Columns(model.Manifest.Columns, model.Manifest.TableSchema)
            : [];

    /// <summary>Gets the names of the CSV columns that a table model reads.</summary>
    public IEnumerable<string> CellNames => ModelTable.Columns(model.Manifest).SelectMany(column => column.CellNames);

    /// <summary>Gets whether the model records how cells are read.</summary>
    public bool HasSchema => model.Manifest.TableSchema is not null;

    /// <summary>Returns the columns of the first of some models of tables, as far as the others have them.</summary>
    public static CsvColumn[] CommonColumns(IReadOnlyList<ComparedModel> tables) =>
        [
            .. tables[0]
                .Columns.Where(column =>
                    tables.All(table =>
                        table.Columns.Any(other => (other.Name, other.Kind) == (column.Name, column.Kind))
                    )
                ),
        ];

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="choice">The columns to use; a table model finds its columns by name.</param>
    /// <exception cref="CommandException">The file does not fit the model.</exception>
    public InferenceRows Open(string path, ColumnChoice choice) =>
        InferenceRows.Open(model, path, new() { Choice = choice });

    /// <summary>Reads all rows of a file, so that an unusable cell is found before anything is measured.</summary>
    /// <exception cref="CommandException">The file does not fit the model.</exception>
    public void Check(string path, ColumnChoice choice, CancellationToken cancellationToken)
    {
        if (PictureFolder.IsFolder(path) || (File.Exists(path) && IdxHeader.StartsFile(path)))
        {
            throw new CommandException(
                $"'{path}' has images, but 'compare' reads tables only. Measure images with 'score --label-column=label' for folders, or 'report --labels=LABELS' for IDX files."
            );
        }

        var view = Open(path, choice).View(new MLContext());
        using var cursor = view.GetRowCursor(view.Schema);
        while (cursor.MoveNext())
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Returns the default score of each row of a file.</summary>
    public float[] Score(CsvFile file, ColumnChoice choice)
    {
        MLContext ml = new();
        var rows = InferenceRows.Open(model, file, new() { Choice = choice });
        rows.TellsUnseen = rows.HasCategories;
        var view = rows.View(ml);
        VaeScoreOptions options = new() { UnseenColumnName = rows.HasCategories ? ScoreWriter.UnseenColumn : null };
        using var scorer = ml.Transforms.VaeScore(ScoreWriter.ScoreColumn, rows.ColumnNames, model, options).Fit(view);
        return [.. scorer.Transform(view).GetColumn<float>(ScoreWriter.ScoreColumn)];
    }

    /// <summary>Writes the rows of a file with their missing cells filled.</summary>
    public void Fill(CsvFile file, string output, CancellationToken cancellationToken)
    {
        MLContext ml = new();
        TableInferenceRows rows = new(file, model, new());
        ImputedRowWriter writer = new(rows.Csv, [.. rows.ExplainedColumns]);
        var view = rows.View(ml);
        using var imputer = ml.Transforms.VaeImpute(rows.ColumnNames, model).Fit(view);
        var imputed = imputer.Transform(view);
        using var cursor = imputed.GetRowCursor(imputed.Schema);
        CsvTable.Write(output, writer.Header(), csv => writer.Write([cursor], csv, cancellationToken));
    }

    /// <summary>Reads columns of a file that the model wrote, whose numbers have the formats of the model.</summary>
    public CodedTable Read(string output, IReadOnlyList<CsvColumn> columns, CancellationToken cancellationToken) =>
        CodedRows.Read(CsvFile.Open(output), [.. columns.Select(InOwnFormat)], cancellationToken);

    /// <summary>Writes synthetic rows with the default sampler.</summary>
    public void Synthesize(int rowCount, int seed, string output, CancellationToken cancellationToken)
    {
        var rows = new MLContext().Data.VaeSample(model, rowCount, seed);
        new DecodedRows([rows]) { IdentifierSeed = seed }.Write(output, model, cancellationToken);
    }

    public void Dispose() => model.Dispose();

    private CsvColumn InOwnFormat(CsvColumn column) =>
        column.Kind == CsvColumnKind.Number
            ? column with
            {
                Schema = Columns.First(own => own.Name == column.Name).Schema,
            }
            : column;
}
