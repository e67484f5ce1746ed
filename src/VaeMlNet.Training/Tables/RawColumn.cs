using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Views;

namespace VaeMlNet;

/// <summary>A column of ML.NET data that a table model can read.</summary>
internal abstract class RawColumn
{
    /// <summary>The largest number of categories. More would make the network's rows too wide to be useful.</summary>
    private const int LargestKeyCount = 1 << 14;

    private protected RawColumn(DataViewSchema.Column column, TableColumnKind kind, int width = 1)
    {
        Column = column;
        Kind = kind;
        Width = width;
    }

    public DataViewSchema.Column Column { get; }

    /// <summary>Gets the kind of the column's cells.</summary>
    public TableColumnKind Kind { get; }

    /// <summary>Gets the number of its raw slots.</summary>
    public int Width { get; }

    /// <summary>Gets the likelihood of numbers; null for the other kinds.</summary>
    public VaeLikelihoodOptions? Likelihood { get; private init; }

    /// <summary>Gets the number of categories: those of a key, two for Booleans, 0 for numbers.</summary>
    public int CategoryCount =>
        Kind switch
        {
            TableColumnKind.Key => (int)((KeyDataViewType)Column.Type).Count,
            TableColumnKind.Boolean => 2,
            _ => 0,
        };

    /// <summary>Gets whether the network reads the numbers as bins.</summary>
    public bool IsBinned => Kind == TableColumnKind.Number && Likelihood is HistogramLikelihoodOptions;

    /// <summary>Gets whether outliers must not move the mean and the scale of the column's numbers.</summary>
    public bool HasRobustScale => Kind == TableColumnKind.Number && Likelihood?.HasRobustScale == true;

    /// <summary>Gets the allowed values of number cells. NaN, for missing cells, is always allowed.</summary>
    public AllowedValues Values => Likelihood?.SlotGroups(1)[0].Values ?? AllowedValues.Finite;

    /// <summary>Converts a number to the unit of the column's mean and scale.</summary>
    public double ToEncoderUnit(double number) => Likelihood?.ToEncoderUnit(number) ?? number;

    /// <summary>Finds a column and checks its type.</summary>
    /// <param name="schema">The columns of the data.</param>
    /// <param name="name">The name of the column.</param>
    /// <param name="likelihood">The likelihood if the column is a column of numbers.</param>
    /// <param name="role">The use of the column.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The column is missing, or a table model does not support its type.
    /// </exception>
    public static RawColumn Bind(DataViewSchema schema, string name, VaeLikelihoodOptions likelihood, ColumnRole role)
    {
        var column = ColumnChecks.Find(schema, name, role);
        return KindOf(column.Type) switch
        {
            TableColumnKind.Key => new RawKey(column),
            TableColumnKind.Boolean => new RawBoolean(column),
            TableColumnKind.Number => new RawNumbers(column) { Likelihood = likelihood },
            _ => throw Unsuitable(column.Name, column.Type, column.Type.ToString()!, role),
        };
    }

    /// <summary>Checks a column of a shape. A shape contains no sizes of vectors and no numbers of keys.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A table model does not support its type.</exception>
    public static void CheckShape(SchemaShape.Column column, ColumnRole role)
    {
        var type = StepInput.TypeOf(column);
        if (KindOf(type) is null)
        {
            throw Unsuitable(column.Name, type, StepInput.Describe(column), role);
        }
    }

    /// <summary>Returns a function that writes the cells of a cursor's current row into [width] raw slots.</summary>
    public abstract Action<Memory<float>> NewReader(DataViewRow row);

    /// <summary>Describes the column from its schema alone.</summary>
    public virtual TableColumn Describe() =>
        new()
        {
            Name = Column.Name,
            Kind = IsBinned ? TableColumnKind.BinnedNumber : Kind,
            Width = Width,
            Likelihood = Likelihood,
        };

    /// <summary>Returns the kind of a type's cells; null for a type that a table model does not support.</summary>
    public static TableColumnKind? KindOf(DataViewType type) =>
        type switch
        {
            KeyDataViewType { RawType: var raw, Count: > 0 and <= LargestKeyCount } when raw == typeof(uint) =>
                TableColumnKind.Key,
            BooleanDataViewType => TableColumnKind.Boolean,
            NumberDataViewType when type == NumberDataViewType.Single => TableColumnKind.Number,
            VectorDataViewType { IsKnownSize: true } vector when vector.ItemType == NumberDataViewType.Single =>
                TableColumnKind.Number,
            _ => null,
        };

    private static ArgumentOutOfRangeException Unsuitable(
        string name,
        DataViewType type,
        string described,
        ColumnRole role
    ) =>
        ColumnChecks.Unsuitable(
            name,
            role,
            described,
            "a table model takes Single, Vector<Single> of known size, Boolean and Key<UInt32>",
            Advise(type)
        );

    /// <summary>Returns what to do with keys that are no Key&lt;UInt32&gt; or have too many categories; null for other types.</summary>
    public static string? AdviseKey(DataViewType type) =>
        type switch
        {
            KeyDataViewType { Count: > LargestKeyCount } =>
                $"These are more than {LargestKeyCount} categories: combine rare "
                    + "ones with MapValueToKey(maximumNumberOfKeys), or hash them with Conversion.Hash.",
            KeyDataViewType => "Map its values again with Conversion.MapValueToKey.",
            _ => null,
        };

    private static string Advise(DataViewType type) =>
        AdviseKey(type)
        ?? type switch
        {
            TextDataViewType => "Make a category of it with Conversion.MapValueToKey, or numbers of its words with "
                + "Text.FeaturizeText.",
            _ when ColumnChecks.AdviseNumbers(type) is { } advice => advice,
            VectorDataViewType { IsKnownSize: false } => "Declare its size with [VectorType(n)].",
            _ => "Convert it with Conversion.ConvertType.",
        };

    private sealed class RawNumbers(DataViewSchema.Column column)
        : RawColumn(column, TableColumnKind.Number, NumberColumnReader.WidthOf(column))
    {
        public override Action<Memory<float>> NewReader(DataViewRow row)
        {
            NumberColumnReader reader = new(row, Column);
            return slots => reader.Read(slots.Span);
        }

        // A slot name distinguishes a vector of one slot from a scalar.
        public override TableColumn Describe() =>
            Column.Type is VectorDataViewType
                ? base.Describe() with
                {
                    SlotNames = VaeMlNet.SlotNames.Read(Column) ?? (Width == 1 ? ["0"] : null),
                }
                : base.Describe();
    }

    private sealed class RawBoolean(DataViewSchema.Column column) : RawColumn(column, TableColumnKind.Boolean)
    {
        public override Action<Memory<float>> NewReader(DataViewRow row)
        {
            var read = CurrentValue.Of<bool, float>(row, Column, value => value ? 1 : 0);
            return slots => slots.Span[0] = read();
        }
    }

    private sealed class RawKey(DataViewSchema.Column column) : RawColumn(column, TableColumnKind.Key)
    {
        public override Action<Memory<float>> NewReader(DataViewRow row)
        {
            var read = CurrentValue.Of<uint, float>(row, Column, key => key == 0 ? float.NaN : key);
            return slots => slots.Span[0] = read();
        }

        public override TableColumn Describe()
        {
            var texts = KeyTexts.Read(Column);
            return base.Describe() with
            {
                KeyCount = (int)((KeyDataViewType)Column.Type).Count,
                KeyValues = texts?.Values,
                KeyValueType = texts?.Type,
            };
        }
    }
}
