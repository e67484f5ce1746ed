using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>The checked settings of a text loader: how files are cut into lines, fields and values.</summary>
internal sealed class TextFormat
{
    /// <summary>The number of lines that ML.NET reads before it parses them.</summary>
    public const int LinesPerBatch = 64;

    public TextFormat(TextLoader.Options options, bool hasHeaderFile)
    {
        HasHeader = options.HasHeader && !hasHeaderFile;
        AllowQuoting = options.AllowQuoting;
        AllowSparse = options.AllowSparse;
        TrimWhitespace = options.TrimWhitespace;
        ReadMultilines = options.ReadMultilines && options.AllowQuoting;
        MissingRealsAsNaNs = options.MissingRealsAsNaNs;
        MaxRows = options.MaxRows ?? long.MaxValue;
        Check.Param(MaxRows >= 0, nameof(options.MaxRows));
        InputSize = Math.Min(options.InputSize ?? 0, TextSegment.LineEnd - 1);
        Check.That(InputSize >= 0, "inputSize");
        Separators = options.Separators.Select(CheckedSeparator).Distinct().ToArray();
        DecimalMarker = options.DecimalMarker;
        Check.Param(
            DecimalMarker is '.' or ',',
            nameof(options.DecimalMarker),
            $"Decimal marker cannot be the '{DecimalMarker}' character. It must be '.' or ','."
        );
        Check.Param(
            AllowQuoting || DecimalMarker != ',' || !Separators.Contains(','),
            nameof(options.AllowQuoting),
            "Quoting must be allowed if decimal marker and separator are the ',' character."
        );
        EscapeChar = options.EscapeChar;
        Check.Param(
            !Separators.Contains(EscapeChar),
            nameof(options.EscapeChar),
            $"EscapeChar '{EscapeChar}' can't be used both as EscapeChar and separator"
        );
        // At least two threads, whatever the machine; fewer if there are few rows.
        IsParallel = options.UseThreads && MaxRows / LinesPerBatch > 1;
        // ML.NET overwrites some sparse values by NaN then.
        if (AllowSparse && MissingRealsAsNaNs)
        {
            throw new NotSupportedException(
                $"{nameof(options.AllowSparse)} with {nameof(options.MissingRealsAsNaNs)} is not supported here."
            );
        }
    }

    public bool HasHeader { get; }
    public bool AllowQuoting { get; }
    public bool AllowSparse { get; }
    public bool TrimWhitespace { get; }
    public bool ReadMultilines { get; }
    public bool MissingRealsAsNaNs { get; }
    public long MaxRows { get; }

    /// <summary>Gets the number of fields of a line, or 0 if the lines determine it.</summary>
    public int InputSize { get; }
    public char[] Separators { get; }
    public char DecimalMarker { get; }
    public char EscapeChar { get; }

    /// <summary>Gets whether ML.NET would parse on several threads, which changes the exception for an invalid value.</summary>
    public bool IsParallel { get; }

    public bool IsSeparator(char character) => Array.IndexOf(Separators, character) >= 0;

    private char CheckedSeparator(char separator)
    {
        Check.Param(separator != ':' || !AllowSparse, "Separator", "When the separator is colon, turn off allowSparse");
        Check.Param(
            separator == '\t' || (separator >= ' ' && separator != '"' && !char.IsAsciiDigit(separator)),
            "Separator",
            $"Illegal separator: '{separator}'"
        );
        return separator;
    }
}
