using Microsoft.Extensions.Logging;

namespace VaeMlNet.Hosting;

/// <summary>The messages in the log.</summary>
internal static class ScorerLog
{
    /// <summary>Reports that a scorer opened a model folder.</summary>
    public static readonly Action<ILogger, string, string, Exception?> Opened = LoggerMessage.Define<string, string>(
        LogLevel.Information,
        new(1, nameof(Opened)),
        "VaeScorer '{Scorer}' opened model folder '{Folder}'."
    );

    /// <summary>Reports that a scorer exchanged its model for that of the changed folder.</summary>
    public static readonly Action<ILogger, string, string, Exception?> Exchanged = LoggerMessage.Define<string, string>(
        LogLevel.Information,
        new(2, nameof(Exchanged)),
        "VaeScorer '{Scorer}' exchanged its model for the new one in folder '{Folder}'."
    );

    /// <summary>Reports that a scorer refused the changed folder, for the reason of the exception.</summary>
    public static readonly Action<ILogger, string, string, string, Exception?> Refused = LoggerMessage.Define<
        string,
        string,
        string
    >(
        LogLevel.Error,
        new(3, nameof(Refused)),
        "VaeScorer '{Scorer}' refused the changed model folder '{Folder}' and keeps its model. Correct the folder; it is read again when it changes. {Reason}"
    );
}
