using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.ML.Runtime;

namespace VaeMlNet;

/// <summary>
/// Reports in <c>MLContext.Log</c> that a model runs on the CPU instead of CUDA, once per MLContext, model and session
/// settings.
/// </summary>
/// <remarks>Thread-safe. If several steps use the model, one of them reports it.</remarks>
internal static class FallbackNotice
{
    private static readonly ConditionalWeakTable<
        IHostEnvironment,
        ConcurrentDictionary<(string Model, SessionSettings Settings), bool>
    > Said = [];

    /// <param name="environment">The environment of the MLContext.</param>
    /// <param name="name">The name of the step or operation.</param>
    /// <param name="model">The model folder.</param>
    /// <param name="settings">The settings of the sessions.</param>
    /// <param name="reason">The reason why the CPU is used; null if the requested device is.</param>
    public static void Log(
        IHostEnvironment environment,
        string name,
        string model,
        SessionSettings settings,
        string? reason
    )
    {
        if (reason is not null && Said.GetOrCreateValue(environment).TryAdd((model, settings), true))
        {
            using var channel = environment.Start(name);
            channel.Warning(MessageSensitivity.None, "{0} Running model '{1}' on the CPU instead.", reason, model);
        }
    }
}
