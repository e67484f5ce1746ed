namespace Microsoft.ML.Data;

/// <summary>A column's value in the current line.</summary>
internal abstract class TextCell(TextColumn column, bool missingRealsAsNaNs)
{
    /// <summary>True if values that cannot be parsed become missing instead of stopping the reader.</summary>
    private readonly bool _hasMissing = column.ItemType is KeyDataViewType || IsReal(column);

    protected TextColumn Column => column;

    /// <summary>Gets whether missing fields of a line are parsed like empty ones.</summary>
    protected bool ParsesMissing { get; } = missingRealsAsNaNs && IsReal(column);

    /// <summary>Reads the value; throws if a field is not a value of the column's type.</summary>
    public abstract void Read(TextFields fields, long line);

    /// <summary>Makes the getter of the value that was read last.</summary>
    public abstract Delegate MakeGetter(Action checkPosition);

    protected T Parse<T>(TextParsers.TryParse<T> tryParse, ReadOnlyMemory<char> text, long line, int? slot)
    {
        if (tryParse(text, out var value) || _hasMissing)
        {
            return value;
        }

        throw new InvalidOperationException(
            slot is null
                ? $"Could not parse value {text} in line {line}, column {column.Name}"
                : $"Could not parse value {text} in slot {slot} of column {column.Name} in line {line}"
        );
    }

    private static bool IsReal(TextColumn column) =>
        column.ItemType == NumberDataViewType.Single || column.ItemType == NumberDataViewType.Double;
}
