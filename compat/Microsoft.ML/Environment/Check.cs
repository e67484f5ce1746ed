namespace Microsoft.ML.Runtime;

/// <summary>Argument and state checks with ML.NET's exception types.</summary>
internal static class Check
{
    public static void That(bool condition, string message)
    {
        if (!condition)
        {
            throw new InvalidOperationException(message);
        }
    }

    public static void Value(object value, string parameterName)
    {
        if (value is null)
        {
            throw new ArgumentNullException(parameterName);
        }
    }

    public static void Param(bool condition, string parameterName, string message = null)
    {
        if (!condition)
        {
            throw message is null
                ? new ArgumentOutOfRangeException(parameterName)
                : new ArgumentOutOfRangeException(parameterName, message);
        }
    }

    public static void NonEmpty(string value, string parameterName)
    {
        if (value is null)
        {
            throw new ArgumentNullException(parameterName);
        }

        if (value.Length == 0)
        {
            throw new ArgumentException($"Parameter '{parameterName}' must not be empty", parameterName);
        }
    }
}
