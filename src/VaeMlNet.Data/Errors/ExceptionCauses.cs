namespace VaeMlNet.Data;

/// <summary>Searches an exception and its inner exceptions.</summary>
internal static class ExceptionCauses
{
    /// <summary>
    /// Returns the first exception of a type, from the outermost to the innermost; null where there is none.
    /// </summary>
    public static T? FindCause<T>(this Exception? exception)
        where T : Exception
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is T found)
            {
                return found;
            }
        }

        return null;
    }
}
