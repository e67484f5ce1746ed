using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace VaeMlNet;

/// <summary>
/// A raw column of a table model: numbers (Single or Vector&lt;Single, k&gt;) with NaN for missing ones, Booleans, or UInt32
/// keys with 0 for missing ones.
/// </summary>
internal sealed class ColumnInput(GraphTensor tensor, string columnName, string modelFolder)
    : StepInput(tensor, columnName)
{
    /// <summary>Gets the name of the step in messages.</summary>
    public required string Step { get; init; }

    /// <summary>Gets the name of the column in messages. It is the user's column even if the step reads a copy of it.</summary>
    public string ColumnInMessages
    {
        get => field ?? ColumnName;
        init;
    }

    public string ModelFolder => modelFolder;

    /// <summary>Gets the allowed values of number cells. NaN, for missing cells, is always allowed.</summary>
    public AllowedValues Values { get; init; }

    /// <summary>Gets the texts of a key's values in the training data; null if they are unknown.</summary>
    public IReadOnlyList<string>? KeyValues { get; init; }

    /// <summary>Gets all columns of the step, so that a message can name every missing column.</summary>
    public IReadOnlyList<string> ColumnsOfStep { get; init; } = [];

    /// <summary>Gets a value indicating whether the data may lack the column. All its cells are then missing.</summary>
    public bool MayBeMissing { get; init; }

    /// <summary>Gets a value indicating whether the column counts as missing even if the data has it.</summary>
    public bool IsLeftOut { get; init; }

    /// <summary>Gets a value indicating whether the model depends on the column, so that no cell may be missing or of an unknown category.</summary>
    public bool IsCondition { get; init; }

    /// <summary>Gets the number of categories of a condition that is a key.</summary>
    public uint KeyCount { get; init; }

    public bool IsBoolean => Tensor.ElementType == TensorElementType.Bool;

    public bool IsKey => Tensor.ElementType == TensorElementType.UInt32;

    public override DataViewSchema.Column? FindIn(DataViewSchema schema)
    {
        if (IsLeftOut || schema.GetColumnOrNull(ColumnName) is not { } column)
        {
            return MayBeMissing ? null : throw ColumnErrors.Missing(this, schema.VisibleNames());
        }

        CheckType(column.Type, column.Type.ToString()!, (column.Type as VectorDataViewType)?.Size ?? 1);
        if (IsKey && KeyValues is { } expected)
        {
            CheckKeyValues(column, expected);
        }

        return column;
    }

    public override SchemaShape.Column? FindIn(SchemaShape shape)
    {
        var column = IsLeftOut ? default : shape.FirstOrDefault(c => c.Name == ColumnName);
        if (column.Name is null)
        {
            return MayBeMissing ? null : throw ColumnErrors.Missing(this, shape.Select(c => c.Name));
        }

        var isScalar = column.Kind == SchemaShape.Column.VectorKind.Scalar;
        CheckType(TypeOf(column), Describe(column), isScalar ? 1 : Tensor.Width);
        return column;
    }

    public override InputReader MakeReader(int index, DataViewRow row, DataViewSchema.Column column, Delegate? getter)
    {
        var reader = MakeUncheckedReader(index, row, column, getter);
        return IsCondition && !IsBoolean ? new ConditionReader(this, index, reader) : reader;
    }

    private InputReader MakeUncheckedReader(
        int index,
        DataViewRow row,
        DataViewSchema.Column column,
        Delegate? getter
    ) =>
        Tensor.ElementType switch
        {
            TensorElementType.Bool => new ScalarReader<bool>(index, Typed<bool>(row, column, getter)),
            TensorElementType.UInt32 => new ScalarReader<uint>(index, Typed<uint>(row, column, getter)),
            _ when column.Type is VectorDataViewType => new NumbersReader(
                this,
                index,
                row,
                Typed<VBuffer<float>>(row, column, getter)
            ),
            _ => new NumberReader(this, index, Typed<float>(row, column, getter)),
        };

    public override InputReader MakeMissingReader(int index) =>
        IsKey ? new MissingReader<uint>(index, 0) : new MissingReader<float>(index, float.NaN);

    private static ValueGetter<T> Typed<T>(DataViewRow row, DataViewSchema.Column column, Delegate? getter) =>
        (ValueGetter<T>)(getter ?? row.GetGetter<T>(column));

    private bool IsNumbers => Tensor.ElementType == TensorElementType.Float;

    private Type RawType =>
        IsNumbers ? typeof(float)
        : IsBoolean ? typeof(bool)
        : typeof(uint);

    private void CheckType(DataViewType type, string described, int width)
    {
        var vector = type as VectorDataViewType;
        var item = vector?.ItemType ?? type;
        var isKey = item is KeyDataViewType;
        if (isKey != IsKey || item.RawType != RawType || !(vector is null || IsNumbers))
        {
            throw ColumnErrors.WrongType(this, described, item, isKey);
        }

        if (vector is { IsKnownSize: false })
        {
            throw ColumnErrors.VariableSize(this, described);
        }

        if (width != Tensor.Width)
        {
            throw ColumnErrors.WrongWidth(this, described, width);
        }
    }

    private void CheckKeyValues(DataViewSchema.Column column, IReadOnlyList<string> expected)
    {
        // Keys above those of training are unseen categories.
        if (KeyTexts.Read(column) is { } actual && !actual.BeginWith(expected))
        {
            throw ColumnErrors.OtherKeyValues(this, actual.Values, expected);
        }
    }
}
