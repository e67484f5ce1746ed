namespace VaeMlNet;

/// <summary>Refuses fields of a message that occur twice, because readers differ in which of the two they use.</summary>
/// <param name="message">The message, for errors.</param>
internal struct OnceFields(string message)
{
    private uint seen;

    /// <param name="field">A field below 32.</param>
    public void Add(int field)
    {
        if (field >= 32)
        {
            throw Unexpected(message, field);
        }

        var bit = 1u << field;
        if ((seen & bit) != 0)
        {
            throw new InvalidDataException($"a {message} has field {field} twice");
        }

        seen |= bit;
    }

    public static InvalidDataException Unexpected(string message, int field) =>
        new($"a {message} has field {field} in a form that model folders do not use");
}
