using Microsoft.ML;

namespace VaeMlNet.Views;

/// <summary>Creates the errors about the columns and rows of cursors.</summary>
/// <remarks>This source file is compiled into each assembly that has views.</remarks>
internal static class CursorErrors
{
    public static ArgumentOutOfRangeException NotActive(string column) =>
        new(nameof(column), $"Column '{column}' is not active: it was not requested when the cursor was created.");

    public static InvalidOperationException NoCurrentRow() =>
        new(
            "Values cannot be fetched at this time. This method was called either before the first call to MoveNext, or at any point after that method returned false."
        );

    /// <summary>Returns the getter with the requested type.</summary>
    public static ValueGetter<TValue> Typed<TValue>(Delegate getter, DataViewSchema.Column column) =>
        getter as ValueGetter<TValue>
        ?? throw new InvalidOperationException(
            $"Invalid TValue in GetGetter for column #{column}: '{typeof(TValue)}', expected type: '{getter.GetType().GetGenericArguments()[0]}'."
        );
}
