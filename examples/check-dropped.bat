@echo off
rem Checks the files and folders that are dropped on this file, and opens the report in the browser.
rem The report goes to the folder PERFLINT_REPORTS, else to one for temporary files. Plain ASCII: cmd reads it in any code page.
setlocal DisableDelayedExpansion
if "%~1"=="" (
  echo usage: drop files or folders on this file
  pause
  exit /b 2
)
if not defined PERFLINT set "PERFLINT=perflint"
if exist "%~dp0..\.venv\Scripts\perflint.exe" set "PERFLINT=%~dp0..\.venv\Scripts\perflint.exe"
where "%PERFLINT%" >nul 2>nul
if errorlevel 1 if not exist "%PERFLINT%" (
  echo perflint is not installed: see docs\integrations\office-computer.md
  pause
  exit /b 2
)
if not defined PERFLINT_REPORTS set "PERFLINT_REPORTS=%TEMP%\perflint-%RANDOM%%RANDOM%"
if not exist "%PERFLINT_REPORTS%" mkdir "%PERFLINT_REPORTS%"
set "PAGE=%PERFLINT_REPORTS%\perflint.html"
if not "%~2"=="" set "PAGE=%PERFLINT_REPORTS%\index.html"
if exist "%~1\" set "PAGE=%PERFLINT_REPORTS%\index.html"
set "OUT=%PAGE%"
if "%PAGE%"=="%PERFLINT_REPORTS%\index.html" set "OUT=%PERFLINT_REPORTS%"
"%PERFLINT%" report %* -o "%OUT%"
"%PERFLINT%" check %*
set CODE=%ERRORLEVEL%
if exist "%PAGE%" start "" "%PAGE%"
pause
exit /b %CODE%
