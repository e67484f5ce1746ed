namespace NotebookRunner;

/// <summary>Shows values in cells. The names are those of C# kernels.</summary>
public static class Display
{
    /// <summary>Gets or sets the outputs of the running cell.</summary>
    internal static CellOutputs? Outputs { get; set; }

    /// <summary>Shows a value: sequences of objects as a table, anything else as text.</summary>
    /// <param name="value">The value.</param>
    public static void display(object value) => Running.AddDisplay(ValueFormat.Of(value));

    /// <summary>Shows content of a MIME type without conversion.</summary>
    /// <param name="content">Text, HTML or SVG. For pictures such as image/png, their bytes in base64.</param>
    /// <param name="mimeType">Its type.</param>
    public static void DisplayAs(this string content, string mimeType) =>
        Running.AddDisplay(new Dictionary<string, string> { [mimeType] = content });

    private static CellOutputs Running =>
        Outputs ?? throw new InvalidOperationException("No cell runs that could show a value.");
}
