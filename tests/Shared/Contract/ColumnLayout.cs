using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests.Shared;

/// <summary>A way in which the columns that an estimator reads can lie in the data. Every layout has a column Id: Int32.</summary>
public sealed class ColumnLayout
{
    private static readonly MLContext Ml = new(seed: 1);

    private readonly Func<SourceColumn[], int[], LayoutData> create;

    private ColumnLayout(string name, Func<SourceColumn[], int[], LayoutData> create)
    {
        Name = name;
        this.create = create;
    }

    public static ColumnLayout Dense { get; } = new("dense", (inputs, order) => MadeUp([Id, .. inputs], order));

    public static ColumnLayout Sparse { get; } =
        new("sparse", (inputs, order) => MadeUp([Id, .. inputs.Select(c => c.Sparse())], order));

    /// <summary>
    /// Gets a layout with inputs as keys if their numbers can be keys, and with additional key columns otherwise.
    /// </summary>
    public static ColumnLayout Keys { get; } =
        new("keys", (inputs, order) => MadeUp([Id, .. inputs.SelectMany(WithKeys)], order));

    public static ColumnLayout AmongOthers { get; } =
        new("among others", (inputs, order) => MadeUp([.. Before, .. inputs.Select(WithSlotNames), .. After], order));

    /// <summary>Gets a layout with hidden columns of the same names and another type before the inputs.</summary>
    public static ColumnLayout Hidden { get; } =
        new(
            "hidden",
            (inputs, order) =>
                MadeUp([.. inputs.Select(Decoy), .. Before.Select(Decoy), .. Before, .. After, .. inputs], order)
        );

    /// <summary>
    /// Gets a layout with a stock transform between the data and the estimator. The transform computes its columns when
    /// they are read.
    /// </summary>
    public static ColumnLayout Lazy { get; } = new("lazy", LazyCopies);

    public static ColumnLayout Cached { get; } = new("cached", CachedRows);

    public static ColumnLayout TextFile { get; } = new("text file", TextRows);

    public static IReadOnlyList<ColumnLayout> All { get; } =
    [Dense, Sparse, Keys, AmongOthers, Hidden, Lazy, Cached, TextFile];

    public string Name { get; }

    private static SourceColumn Id => new ScalarSource<int>("Id", NumberDataViewType.Int32, row => row);

    private static SourceColumn[] Before =>
        [
            new ScalarSource<ReadOnlyMemory<char>>("Text", TextDataViewType.Instance, row => $"row {row}".AsMemory()),
            Id,
            new VectorSource<float>("Ragged", NumberDataViewType.Single, 0, row => new float[row % 4]),
        ];

    private static SourceColumn[] After =>
        [
            new ScalarSource<uint>("Key", new KeyDataViewType(typeof(uint), 5), row => (uint)(row % 6)),
            new ScalarSource<bool>("Flag", BooleanDataViewType.Instance, row => row % 3 == 0),
            new ScalarSource<double>("Costly", NumberDataViewType.Double, row => row * 0.5),
            new VectorSource<ReadOnlyMemory<char>>("Words", TextDataViewType.Instance, 2, Words),
            new ScalarSource<DateTime>(
                "When",
                DateTimeDataViewType.Instance,
                row => new DateTime(2026, 1, 1 + row % 9)
            ),
        ];

    /// <summary>Returns whether data of this layout can have a column as an input.</summary>
    public bool CanHold(SourceColumn column) => this != TextFile || column.TextKind is not null;

    /// <summary>Creates data in this layout. The caller disposes it.</summary>
    /// <param name="inputs">The columns that an estimator reads.</param>
    /// <param name="order">Number of the made-up row that stands at each place.</param>
    public LayoutData Create(IEnumerable<SourceColumn> inputs, int[] order) => create([.. inputs], order);

    /// <summary>Creates data in this layout with the first made-up rows. The caller must dispose it.</summary>
    public LayoutData Create(IEnumerable<SourceColumn> inputs, int rowCount) =>
        Create(inputs, [.. Enumerable.Range(0, rowCount)]);

    public override string ToString() => Name;

    private static LayoutData MadeUp(IEnumerable<SourceColumn> columns, int[] order)
    {
        var view = new MadeUpView(columns, order);
        return new(view, view);
    }

    private static LayoutData LazyCopies(SourceColumn[] inputs, int[] order)
    {
        var source = new MadeUpView([Id, .. inputs.Select(c => c with { Name = "Raw" + c.Name })], order);
        IDataView view = source;
        foreach (var input in inputs)
        {
            view = Ml.Transforms.CopyColumns(input.Name, "Raw" + input.Name).Fit(view).Transform(view);
        }

        return new(view, source);
    }

    private static LayoutData CachedRows(SourceColumn[] inputs, int[] order) =>
        new(Ml.Data.Cache(new MadeUpView([.. Before, .. inputs, .. After], order)), null);

    private static LayoutData TextRows(SourceColumn[] inputs, int[] order)
    {
        var folder = new TemporaryFolder();
        SourceColumn[] columns = [Id, .. inputs];
        string[] lines = [.. order.Select(row => string.Join('\t', columns.SelectMany(c => c.Fields(row))))];
        var file = folder.Write("rows.tsv", string.Join('\n', lines));
        var loaded = new List<TextLoader.Column>();
        var next = 0;
        foreach (var column in columns)
        {
            var width = column.Fields(0).Count();
            var kind = column.TextKind!.Value;
            loaded.Add(
                column.Type is VectorDataViewType
                    ? new(column.Name, kind, next, next + width - 1)
                    : new(column.Name, kind, next)
            );
            next += width;
        }

        return new(Ml.Data.LoadFromTextFile(file, [.. loaded]), null, folder);
    }

    private static SourceColumn[] WithKeys(SourceColumn input) =>
        input.AsKeys() is { } keys
            ? [keys]
            :
            [
                new ScalarSource<uint>(
                    input.Name + "Key",
                    new KeyDataViewType(typeof(uint), 5),
                    row => (uint)(row % 6)
                ),
                input,
                new VectorSource<byte>(
                    input.Name + "Keys",
                    new KeyDataViewType(typeof(byte), 3),
                    2,
                    row => [1, (byte)(row % 4)]
                ),
            ];

    private static SourceColumn WithSlotNames(SourceColumn input) => input with { HasSlotNames = true };

    private static SourceColumn Decoy(SourceColumn hidden) =>
        new ScalarSource<ReadOnlyMemory<char>>(hidden.Name, TextDataViewType.Instance, _ => "hidden".AsMemory());

    private static ReadOnlyMemory<char>[] Words(int row) => [$"{row}".AsMemory(), "word".AsMemory()];
}
