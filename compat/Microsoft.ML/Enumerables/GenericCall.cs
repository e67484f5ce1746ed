using System.Reflection;
using System.Runtime.ExceptionServices;

namespace Microsoft.ML.Data;

/// <summary>Calls a generic method with type arguments that are known only at run time.</summary>
internal static class GenericCall
{
    /// <summary>Calls the method of <paramref name="sample"/> (closed over any types) with other type arguments.</summary>
    public static TResult Invoke<TResult>(Delegate sample, Type[] types, params object[] arguments)
    {
        var method = sample.Method.GetGenericMethodDefinition().MakeGenericMethod(types);
        try
        {
            return (TResult)method.Invoke(sample.Target, arguments);
        }
        catch (TargetInvocationException exception)
        {
            ExceptionDispatchInfo.Throw(exception.InnerException);
            throw;
        }
    }
}
