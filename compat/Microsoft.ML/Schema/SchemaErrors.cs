namespace Microsoft.ML;

/// <summary>Creates exceptions about columns with ML.NET's types and messages.</summary>
internal static class SchemaErrors
{
    public const string ValuesNotAvailable =
        "Values cannot be fetched at this time. This method was called either before the first call to MoveNext, or at any point after that method returned false.";

    /// <summary>Creates the error: Could not find {role} column '{name}' (Parameter '{parameter}').</summary>
    public static Exception MissingColumn(string role, string name, string parameter = "inputSchema") =>
        new ArgumentOutOfRangeException(parameter, $"Could not find {role} column '{name}'");

    /// <summary>
    /// Creates the error: Schema mismatch for {role} column '{name}': expected {expected}, got {actual} (Parameter
    /// '{parameter}').
    /// </summary>
    public static Exception WrongType(
        string role,
        string name,
        string expected,
        string actual,
        string parameter = "inputSchema"
    ) =>
        new ArgumentOutOfRangeException(
            parameter,
            $"Schema mismatch for {role} column '{name}': expected {expected}, got {actual}"
        );

    public static Exception NotActive() => new ArgumentOutOfRangeException("column", "requested column not active");

    /// <summary>
    /// Returns the getter as a <see cref="ValueGetter{TValue}"/>. Throws ML.NET's exception if TValue is not the
    /// getter's type.
    /// </summary>
    public static ValueGetter<TValue> Typed<TValue>(Delegate getter, DataViewSchema.Column column) =>
        getter as ValueGetter<TValue>
        ?? throw new InvalidOperationException(
            $"Invalid TValue in GetGetter for column #{column}: '{typeof(TValue)}', expected type: '{getter.GetType().GetGenericArguments()[0]}'."
        );
}
