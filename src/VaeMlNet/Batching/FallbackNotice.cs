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

    public static void Log(IHostEnvironment environment, BatchedOnnxStep step, StepSessions sessions)
    {
        if (
            sessions.FallbackReason is { } reason
            && Said.GetOrCreateValue(environment).TryAdd((step.ModelFolder, step.Settings), true)
        )
        {
            using var channel = environment.Start(step.Name);
            channel.Warning(
                MessageSensitivity.None,
                "{0} Running model '{1}' on the CPU instead.",
                reason,
                step.ModelFolder
            );
        }
    }
}
