using System.Linq.Expressions;
using System.Reflection;
using Microsoft.ML.Data;

namespace VaeMlNet.Hosting;

/// <summary>Reads the cells of a model's columns from the properties of a type.</summary>
/// <remarks>Thread safety: immutable.</remarks>
internal abstract class RowReader
{
    /// <summary>Returns the reader of the same type for a new model.</summary>
    /// <exception cref="ArgumentException">A column has no property, or one of another type.</exception>
    /// <exception cref="InvalidOperationException">The numbers of a property have another meaning for the new model.</exception>
    public abstract RowReader For(ModelCells model);
}

/// <summary>A reader of rows of a type.</summary>
/// <typeparam name="TRow">The type of the rows.</typeparam>
internal sealed class RowReader<TRow> : RowReader
{
    private static readonly Type[] Numbers =
    [
        typeof(float),
        typeof(double),
        typeof(decimal),
        typeof(byte),
        typeof(sbyte),
        typeof(short),
        typeof(ushort),
        typeof(int),
        typeof(uint),
        typeof(long),
        typeof(ulong),
    ];

    private static readonly Type[] KeyNumbers = [typeof(byte), typeof(ushort), typeof(uint), typeof(ulong)];

    private static readonly Expression Missing = Expression.Constant(float.NaN);

    private readonly ParameterExpression row = Expression.Parameter(typeof(TRow), "row");
    private readonly ParameterExpression cells = Expression.Parameter(typeof(float[]), "cells");
    private readonly ParameterExpression offset = Expression.Parameter(typeof(int), "offset");
    private readonly Action<TRow, float[], int> read;
    private readonly Dictionary<PropertyInfo, ColumnCells> columnOf = [];
    private readonly int width;

    /// <exception cref="ArgumentException">A column has no property, or one of another type.</exception>
    public RowReader(ModelCells model)
    {
        width = model.Width;
        var body = Expression.Block(model.Columns.Select(Read));
        read = Expression.Lambda<Action<TRow, float[], int>>(body, row, cells, offset).Compile();
    }

    /// <inheritdoc />
    public override RowReader For(ModelCells model)
    {
        RowReader<TRow> next = new(model);
        foreach (var (property, column) in next.columnOf)
        {
            if (
                columnOf.TryGetValue(property, out var before)
                && (HasOwnNumbers(before, property) || HasOwnNumbers(column, property))
            )
            {
                column.CheckCellsOf(before, $"of type '{typeof(TRow).Name}'");
            }
        }

        return next;
    }

    /// <summary>Returns the cells of rows: float32 [N, width].</summary>
    public float[] Read(IReadOnlyList<TRow> rows)
    {
        var values = new float[rows.Count * width];
        for (var i = 0; i < rows.Count; i++)
        {
            read(rows[i] ?? throw new ArgumentException($"Row {i} is null.", nameof(rows)), values, i * width);
        }

        return values;
    }

    private Expression Read(ColumnCells column)
    {
        var property = Find(column.Name);
        if (!columnOf.TryAdd(property, column))
        {
            throw new ArgumentException(
                $"Property '{property.Name}' of type '{typeof(TRow).Name}' would be read for two columns of the model, '{columnOf[property].Name}' and '{column.Name}', whose names differ only in case. Add a property for each of them, with exactly its name or with [ColumnName]."
            );
        }

        var value = Expression.Property(row, property);
        var place = Expression.Add(offset, Expression.Constant(column.First));
        if (column.Width > 1)
        {
            return property.PropertyType == typeof(float[])
                ? Expression.Call(
                    typeof(RowReader<TRow>),
                    nameof(CopyVector),
                    null,
                    value,
                    cells,
                    place,
                    Expression.Constant(column)
                )
                : throw WrongType(column, property);
        }

        return Expression.Assign(Expression.ArrayAccess(cells, place), Cell(column, property, value));
    }

    private static Expression Cell(ColumnCells column, PropertyInfo property, Expression value)
    {
        var known = Nullable.GetUnderlyingType(value.Type) is null
            ? value
            : Expression.Property(value, nameof(Nullable<>.Value));
        if (KeyTypeOf(column, property) is { } attribute)
        {
            return KeyNumbers.Contains(known.Type) && attribute.ConstructorArguments is [{ Value: ulong count }]
                ? OrMissing(value, Key(known, count))
                : throw WrongType(column, property, "an unsigned number where it has [KeyType(count)]");
        }

        if (column.HasTexts)
        {
            return
                known.Type == typeof(string)
                || known.Type == typeof(bool)
                || known.Type.IsAssignableTo(typeof(IFormattable))
                ? Expression.Call(Expression.Constant(column), nameof(ColumnCells.Key), [value.Type], value)
                : throw WrongType(column, property);
        }

        var isBoolean = column.Type == VaeColumn.BooleanType;
        Expression number =
            isBoolean && known.Type == typeof(bool)
                ? Expression.Condition(known, Expression.Constant(1f), Expression.Constant(0f))
            : !isBoolean && Numbers.Contains(known.Type) ? Expression.Convert(known, typeof(float))
            : throw WrongType(column, property);
        return OrMissing(value, number);
    }

    private static bool HasOwnNumbers(ColumnCells column, PropertyInfo property) =>
        column.NeedsOwnNumbers || KeyTypeOf(column, property) is not null;

    private static CustomAttributeData? KeyTypeOf(ColumnCells column, PropertyInfo property) =>
        column.IsKey ? AttributeOf<KeyTypeAttribute>(property) : null;

    private static Expression OrMissing(Expression value, Expression number) =>
        Nullable.GetUnderlyingType(value.Type) is null
            ? number
            : Expression.Condition(Expression.Property(value, nameof(Nullable<>.HasValue)), number, Missing);

    /// <summary>Returns the key of a number as ML.NET reads it: the first key is 0, and numbers above the last one are missing.</summary>
    private static ConditionalExpression Key(Expression number, ulong count)
    {
        var zeroBased = Expression.Convert(number, typeof(ulong));
        return Expression.Condition(
            Expression.LessThan(zeroBased, Expression.Constant(count)),
            Expression.Convert(Expression.Increment(zeroBased), typeof(float)),
            Expression.Constant(0f)
        );
    }

    private static void CopyVector(float[]? vector, float[] cells, int place, ColumnCells column)
    {
        var target = cells.AsSpan(place, column.Width);
        if (vector is null)
        {
            target.Fill(float.NaN);
            return;
        }

        if (vector.Length != column.Width)
        {
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"The property of column '{column.Name}' has {vector.Length} values, expected {column.Width}."
                )
            );
        }

        vector.CopyTo(target);
    }

    /// <summary>Finds the property with the name of a column, in its <see cref="ColumnNameAttribute"/> or its own name.</summary>
    private static PropertyInfo Find(string column)
    {
        // An interface has the properties of the others that it inherits only in those.
        Type[] types = typeof(TRow).IsInterface ? [typeof(TRow), .. typeof(TRow).GetInterfaces()] : [typeof(TRow)];
        var properties = types
            .SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
            .Where(property => property.CanRead && property.GetIndexParameters().Length == 0)
            .ToArray();
        return properties.FirstOrDefault(property => NameOf(property) == column)
            ?? properties.FirstOrDefault(property =>
                NameOf(property).Equals(column, StringComparison.OrdinalIgnoreCase)
            )
            ?? throw new ArgumentException(
                $"Type '{typeof(TRow).Name}' has no readable property for column '{column}' of the model. Add one, or put [ColumnName(\"{column}\")] on it."
            );
    }

    private static string NameOf(PropertyInfo property) =>
        AttributeOf<ColumnNameAttribute>(property)?.ConstructorArguments[0].Value as string ?? property.Name;

    // What ML.NET's attributes have is internal.
    private static CustomAttributeData? AttributeOf<TAttribute>(PropertyInfo property) =>
        property.GetCustomAttributesData().FirstOrDefault(attribute => attribute.AttributeType == typeof(TAttribute));

    private static ArgumentException WrongType(ColumnCells column, PropertyInfo property, string? needs = null) =>
        new(
            $"Property '{property.Name}' of type '{typeof(TRow).Name}' is {property.PropertyType.Name}, but column '{column.Name}' of the model needs {needs ?? column.Needs}."
        );
}
