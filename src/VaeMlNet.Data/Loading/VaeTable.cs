using Microsoft.ML;
using VaeMlNet.Views;

namespace VaeMlNet.Data;

/// <summary>The rows of a file as ML.NET data, with the profile that their types come from.</summary>
/// <remarks>
/// Every cursor reads the file again, and no rows are kept. Thread-safe: cursors are independent of each other.
/// </remarks>
public sealed class VaeTable : IDataView
{
    /// <summary>The sentences of errors about a profile.</summary>
    internal static readonly ProfileAdvice Advice = new()
    {
        OnProblem = column =>
            column.ProblemOption switch
            {
                nameof(VaeProfileOptions.DayFirst) => "Set VaeProfileOptions.DayFirst, or leave the column out.",
                nameof(VaeProfileOptions.DecimalMark) => "Set VaeProfileOptions.DecimalMark, or leave the column out.",
                nameof(VaeProfileOptions.MissingTexts) =>
                    "Name the text in VaeProfileOptions.MissingTexts if it means that there is no value, leave the column out, or give its kind with VaeProfileOptions.Schema.",
                _ => "Leave the column out, or give its kind with VaeProfileOptions.Schema.",
            },
        OnUse = "Give the kind of one of them with VaeProfileOptions.Schema.",
        OnOthers = _ => "",
    };

    private readonly IReadOnlyList<CsvColumn> columns;
    private readonly IReadOnlyList<CsvColumn> others; // the label, and texts
    private readonly FileView rows;
    private readonly bool isProfiled;

    private VaeTable(
        CsvFile file,
        VaeTableProfile profile,
        IReadOnlyList<CsvColumn> columns,
        IReadOnlyList<CsvColumn> others,
        bool isProfiled
    )
    {
        Profile = profile;
        this.columns = columns;
        this.others = others;
        this.isProfiled = isProfiled;
        rows = new FileView(file, [.. columns, .. others]);
    }

    /// <summary>Gets the profile of the columns. For a table from <see cref="Load"/>, it is that of the first table.</summary>
    public VaeTableProfile Profile { get; }

    /// <summary>Gets the names of the columns that a model reads.</summary>
    public string[] ColumnNames => [.. columns.Select(column => column.Name)];

    /// <summary>
    /// Gets how the cells of the file are read and written, for <c>VaeTrainerOptions.TableSchema</c>: a model folder then contains it, and
    /// <c>vaemlnet</c> reads files of the same format.
    /// </summary>
    public VaeTableSchema TableSchema => ProfiledTable.Recorded(Profile);

    /// <summary>Gets the columns with their types.</summary>
    public DataViewSchema Schema => rows.Schema;

    /// <inheritdoc />
    public bool CanShuffle => false;

    /// <summary>Loads another file with the columns and types of this table, such as rows to score with a model of this table.</summary>
    /// <remarks>
    /// The columns are found by name, in any order. By default, a text that is not among the categories of a column has a key of its own, one above
    /// theirs: it raises the score of a detector, as it does in <c>vaemlnet</c>. All other steps of VaeMlNet read it as missing.
    /// </remarks>
    /// <param name="path">The path of the file, in any of the formats.</param>
    /// <param name="marksUnseen">
    /// False: such a text is missing, and the columns have the same types as those of this table. ML.NET's own steps for keys need that.
    /// </param>
    /// <exception cref="VaeTableException">The file is missing, damaged, or lacks a column.</exception>
    public VaeTable Load(string path, bool marksUnseen = true)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Read(() =>
            new VaeTable(
                OpenFile(path),
                Profile,
                [
                    .. columns.Select(column =>
                        marksUnseen ? column.WithUnseenKey() : column with { HasUnseenKey = false }
                    ),
                ],
                others,
                isProfiled: false
            )
        );
    }

    /// <summary>Returns the number of rows of a profiled file; null for files from <see cref="Load"/>.</summary>
    public long? GetRowCount() => isProfiled ? Profile.RowCount : null;

    /// <summary>Returns a cursor over the rows in order, whatever <paramref name="rand"/> is.</summary>
    /// <param name="columnsNeeded">The columns. The cells of others are not read.</param>
    /// <param name="rand">Ignored.</param>
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        rows.GetRowCursor(columnsNeeded, rand);

    /// <summary>Returns one cursor.</summary>
    /// <param name="columnsNeeded">The columns. The cells of others are not read.</param>
    /// <param name="n">Ignored.</param>
    /// <param name="rand">Ignored.</param>
    public DataViewRowCursor[] GetRowCursorSet(
        IEnumerable<DataViewSchema.Column> columnsNeeded,
        int n,
        Random? rand = null
    ) => rows.GetRowCursorSet(columnsNeeded, n, rand);

    /// <summary>Profiles a file.</summary>
    internal static VaeTable Profiled(string path, VaeTableOptions options) =>
        Read(() =>
        {
            var file = OpenFile(path);
            List<CsvColumn> others = [];
            if (options.LabelColumn is { } label)
            {
                others.Add(CsvColumn.Scalar(label, CsvColumnKind.Label));
            }

            others.AddRange(options.TextColumns.Select(name => CsvColumn.Scalar(name, CsvColumnKind.Text)));
            others.ForEach(column => file.IndexOf(column.Name));
            var ignored = options.Ignored.Concat(others.Select(column => column.Name)).Distinct();
            var profiled = CsvProfiler.Profile(file, new(options.Columns, [.. ignored]), options.Profile, Advice);
            return new VaeTable(file, WithUnits(profiled.Profile, file), profiled.Columns, others, isProfiled: true);
        });

    // Adds what is in a line of units, because it could also be a row without numbers.
    private static VaeTableProfile WithUnits(VaeTableProfile profile, CsvFile file) =>
        file.HeaderPlace?.Units is { Count: > 0 } units
            ? profile with
            {
                Columns =
                [
                    .. profile.Columns.Select(column =>
                        units[file.IndexOf(column.Name)] is { Length: > 0 } unit
                            ? column with
                            {
                                Notes =
                                [
                                    .. column.Notes,
                                    $"'{unit}' below the name counts as a unit, and its line is no row.",
                                ],
                            }
                            : column
                    ),
                ],
            }
            : profile;

    /// <summary>Opens a file for a model.</summary>
    internal static IDataView ForModel(string path, VaeModel model) =>
        Read(() =>
        {
            var manifest = model.Manifest;
            var file = OpenFile(path);
            if (manifest.Series is { } series)
            {
                (file, var table) = SeriesTable.ForModel(file, series, manifest.TableSchema, null, null);
                return new FileView(file, table.Columns);
            }

            return new FileView(file, [.. ModelTable.Columns(manifest).Select(column => column.WithUnseenKey())]);
        });

    // Standard input and pipes are read only once, and these rows several times.
    private static CsvFile OpenFile(string path) =>
        InputFile.IsReadOnce(path)
            ? throw new CommandException(
                $"'{path}' is standard input or a pipe, which can be read only once. Write the rows to a file first."
            )
            : CsvFile.Open(path);

    private static T Read<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (CommandException e)
        {
            throw new VaeTableException(e);
        }
    }

    /// <summary>The rows of a file, with the exceptions of the library.</summary>
    private sealed class FileView : OrderedView
    {
        private readonly CsvTableView view;

        public FileView(CsvFile file, IReadOnlyList<CsvColumn> columns)
        {
            foreach (var name in columns.SelectMany(column => column.CellNames))
            {
                file.IndexOf(name);
            }

            view = new CsvTableView(file, columns);
        }

        public override DataViewSchema Schema => view.Schema;

        protected override DataViewRowCursor OpenCursor(DataViewSchema.Column[] columns) =>
            Read(() => new Cursor(view.GetRowCursor(columns)));

        private sealed class Cursor(DataViewRowCursor rows) : PassingCursor(rows)
        {
            public override bool MoveNext() => Read(Rows.MoveNext);
        }
    }
}
